using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Inference;

/// <summary>How ONNX graphs run, and how items are retrieved.</summary>
public sealed class InferenceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reco:Inference";

    /// <summary>Where graphs run. Default: <see cref="ExecutionProvider.Cpu"/>.</summary>
    [EnumDataType(typeof(ExecutionProvider), ErrorMessage = Section + ":Provider must be Cpu, Cuda or CudaOrCpu.")]
    public ExecutionProvider Provider { get; set; } = ExecutionProvider.Cpu;

    /// <summary>The GPU's number, from 0. Default: 0.</summary>
    [Range(0, 63, ErrorMessage = Section + ":DeviceId must be 0 to 63.")]
    public int DeviceId { get; set; }

    /// <summary>How the nearest items of a user are found; the results are the same. Default: <see cref="RetrievalMode.Auto"/>.</summary>
    [EnumDataType(typeof(RetrievalMode), ErrorMessage = Section + ":Retrieval must be Auto, Graph or Scan.")]
    public RetrievalMode Retrieval { get; set; } = RetrievalMode.Auto;

    /// <summary>Threads within an operator; 1 keeps a run on the scoring thread that started it. Default: 1.</summary>
    [Range(1, 256, ErrorMessage = Section + ":IntraOpThreads must be 1 to 256.")]
    public int IntraOpThreads { get; set; } = 1;

    /// <summary>Threads across operators. Default: 1.</summary>
    [Range(1, 256, ErrorMessage = Section + ":InterOpThreads must be 1 to 256.")]
    public int InterOpThreads { get; set; } = 1;

    /// <summary>
    /// From so many items of a bundle on, an inverted file is built over their vectors when it is loaded, and retrieval probes some of its
    /// lists instead of looking at all rows; see <see cref="Core.InvertedIndex"/>. For 1,000,000 items it takes some 30 s of one core and
    /// 80 MB. Default: null, never.
    /// </summary>
    [Range(10_000, 100_000_000, ErrorMessage = Section + ":ApproximateFrom must be 10,000 to 100,000,000.")]
    public int? ApproximateFrom { get; set; }
}
