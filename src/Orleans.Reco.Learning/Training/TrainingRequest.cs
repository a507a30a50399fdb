using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A training run: where the data is, where the bundle goes, and how to train.</summary>
public sealed record TrainingRequest
{
    /// <summary>A dataset folder that <see cref="DatasetImporter"/> wrote. Give this or <see cref="EventLogSegments"/>.</summary>
    public string? DatasetFolder { get; init; }

    /// <summary>Parquet segments of the event log; they are cleaned like any import.</summary>
    public IReadOnlyList<string> EventLogSegments { get; init; } = [];

    /// <summary>The bundle folder to write; it must not hold a bundle yet.</summary>
    public required string BundleFolder { get; init; }

    /// <summary>The tenant that the bundle is for. Default: <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The bundle's version; made from the time and the data's fingerprint where null.</summary>
    public string? Version { get; init; }

    /// <summary>The version that this bundle replaces, for the record.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// The folder of a bundle whose encoder this one goes on from; null = from the beginning. One without weights, or of another algorithm or size, is not used.
    /// </summary>
    public string? WarmStartFolder { get; init; }

    /// <summary>The installation's interaction types. Default: the built-in ones.</summary>
    public InteractionTypes Types { get; init; } = InteractionTypes.Default;

    /// <summary>
    /// Contents of items by id, for the content tower, which gives items a vector that training never saw. Null = those of the dataset
    /// folder.
    /// </summary>
    public IReadOnlyDictionary<string, ItemContent>? Contents { get; init; }

    /// <summary>Hyper-parameters.</summary>
    public TrainingOptions Options { get; init; } = new();

    /// <summary>Parts that train the encoder together; null = it is trained here alone.</summary>
    public ITrainingParts? Parts { get; init; }

    /// <summary>When and how the parts are used.</summary>
    public PartsOptions PartsOptions { get; init; } = new();

    /// <summary>Where the encoder's training is kept after each epoch, and within epochs on parts, so that the same request can go on. Null = nowhere.</summary>
    public ITrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>
    /// True: the training thread and those that libtorch starts for it run only where no other wants the core, as
    /// <see cref="ThreadNiceness.StandBack"/> says. For a process that serves as well.
    /// </summary>
    public bool StandsBack { get; init; }

    internal void Validate()
    {
        _ = Options.Validate();
        if ((DatasetFolder is null) == (EventLogSegments.Count == 0))
        {
            throw new DatasetException("dataset", "give either a dataset folder or segments of the event log.");
        }

        if (File.Exists(Path.Combine(BundleFolder, BundleFiles.Manifest)))
        {
            throw new DatasetException("output", $"'{BundleFolder}' holds a bundle already; a bundle is never changed. Give another folder.");
        }

        if (Version is not null && !BundleVersion.IsValid(Version))
        {
            throw new DatasetException("version", $"'{Version}' is not of the form yyyyMMddTHHmmssZ-xxxxxxxx.");
        }
    }
}
