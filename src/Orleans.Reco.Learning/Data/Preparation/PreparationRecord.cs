namespace Orleans.Reco.Learning;

/// <summary>What a preparation did; stands in <c>preparation.json</c> beside the steps' configuration.</summary>
public sealed record PreparationRecord
{
    /// <summary>The file of a dataset folder that holds the configuration and this record.</summary>
    public const string FileName = "preparation.json";

    /// <summary>The fingerprint of the input's interactions.</summary>
    public required string InputFingerprint { get; init; }

    /// <summary>The fingerprint of the prepared interactions; the same configuration, keys and input give it again.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The steps in their order.</summary>
    public required IReadOnlyList<PreparationStepRecord> Steps { get; init; }
}
