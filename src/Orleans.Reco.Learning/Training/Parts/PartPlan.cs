using System.Text.Json;
using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>What every part of a training must know alike, so that their weights can be averaged.</summary>
public sealed record PartPlan
{
    /// <summary>The items in the order of their indices, from 1.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>Names of the interaction types in the order of their indices, from 1.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Where fitting ends and the validation window begins, seconds since 1970-01-01 UTC.</summary>
    public required long ValidationFrom { get; init; }

    /// <summary>Where the holdout begins, seconds since 1970-01-01 UTC.</summary>
    public required long HoldoutFrom { get; init; }

    /// <summary>What the unobserved pairs of each item weigh in ALS, shape <c>[items]</c>; it goes by all users.</summary>
    public IReadOnlyList<float> UnobservedWeights { get; init; } = [];

    /// <summary>Hyper-parameters.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>UTF-8 JSON, to be sent in pieces: a vocabulary may be large.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The plan of <see cref="ToBytes"/>.</summary>
    /// <exception cref="JsonException">The bytes are none.</exception>
    public static PartPlan FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<PartPlan>(bytes) ?? throw new JsonException("The plan is empty.");

    internal InteractionTypeInfo[] TypesOf(InteractionTypes known) =>
        [.. Types.Select(name => known.TryGet(name, out var type)
            ? type
            : throw new DatasetException("types", $"'{name}' is not an interaction type here; silos must be configured alike."))];
}
