using System.Text.Json.Serialization;

namespace Orleans.Reco.Inference;

/// <summary>What a bundle is and where it came from; stored as <see cref="BundleFiles.Manifest"/> in camelCase JSON.</summary>
public sealed record BundleManifest
{
    /// <summary>The schema that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The schema of the folder.</summary>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>The bundle's name, unique within its tenant and sorting by time: <c>yyyyMMddTHHmmssZ-xxxxxxxx</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The tenant whose events trained it.</summary>
    public required string Tenant { get; init; }

    /// <summary>The encoder's family, for example <c>recurrent</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The dimension of user and item vectors.</summary>
    public required int Dimension { get; init; }

    /// <summary>
    /// The dimension of the encoder's state; 0 where there is no <see cref="BundleFiles.Step"/> and histories are encoded whole.
    /// </summary>
    public required int StateDimension { get; init; }

    /// <summary>How many of the last events the encoder is trained on and is given.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The number of items in the vocabulary. <see cref="BundleWriter"/> sets it.</summary>
    public int Items { get; init; }

    /// <summary>Neighbours kept for each item; 0 where the bundle has none. <see cref="BundleWriter"/> sets it.</summary>
    public int Neighbours { get; init; }

    /// <summary>
    /// The weight w of the blend <c>score = user · item + w · neighbours</c>, tuned on validation, not negative; 0 leaves neighbours
    /// out of the score.
    /// </summary>
    public float NeighbourWeight { get; init; }

    /// <summary>
    /// The encoder's event index (from 1) for each interaction type code that it was trained on; other types do not move the state.
    /// </summary>
    public required Dictionary<string, int> EventTypes { get; init; }

    /// <summary>The ranker's features, in the order of its input; empty where there is no ranker or it takes none.</summary>
    public string[] RankerFeatures { get; init; } = [];

    /// <summary>
    /// In which numbers the ranker's graph multiplies, for the record: it runs the same. Written as <c>int8</c>; absent = float32.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RankerPrecision RankerPrecision { get; init; }

    /// <summary>How the inputs of <see cref="BundleFiles.Content"/> are made; null where the bundle has no content tower.</summary>
    public ContentSpec? Content { get; init; }

    /// <summary>ONNX opset of the graphs.</summary>
    public int Opset { get; init; } = OnnxGraphBuilder.Opset;

    /// <summary>SHA-256 of the vocabulary file, hex. <see cref="BundleWriter"/> sets it.</summary>
    public string VocabularyHash { get; init; } = "";

    /// <summary>Time of the first training event.</summary>
    public DateTimeOffset? TrainedFrom { get; init; }

    /// <summary>Time of the last training event.</summary>
    public DateTimeOffset? TrainedTo { get; init; }

    /// <summary>SHA-256 over the training data, hex.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>The bundle that this one replaced or was warmed from.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// Metrics on the temporal holdout by <c>model.metric</c>, for example <c>encoder.ndcg@10</c>, <c>popularity.hr@10</c>.
    /// </summary>
    public Dictionary<string, double> Metrics { get; init; } = [];

    /// <summary>How the metrics were measured, in words.</summary>
    public string? Protocol { get; init; }

    /// <summary>Hyper-parameters and seed, for the record.</summary>
    public Dictionary<string, string> Parameters { get; init; } = [];

    /// <summary>Every other file of the folder with its size and hash. <see cref="BundleWriter"/> sets it.</summary>
    public Dictionary<string, BundleFile> Files { get; init; } = [];
}

/// <summary>A file of a bundle.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, hex.</param>
public sealed record BundleFile(long Bytes, string Sha256);
