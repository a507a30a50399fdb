using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Builds the graph that finds the rows with the highest dot products: <c>TopK(user · itemsᵀ + mask)</c>. The vectors are a constant of it,
/// so ONNX Runtime keeps them on the device.
/// </summary>
internal static class RetrievalGraph
{
    /// <summary>Most bytes of vectors: an ONNX file holds 2 GiB, and all else in it is less than 1 MiB.</summary>
    public const long MaxBytes = int.MaxValue - (1 << 20);

    /// <summary>The graph. A row is kept out by a mask of minus infinity and let in by one of 0.</summary>
    /// <exception cref="InvalidOperationException">The vectors have more than <see cref="MaxBytes"/>.</exception>
    public static byte[] Build(ItemVectors items) => new OnnxGraphBuilder("retrieval")
        .Input("user", OnnxType.Float, "n", items.Dimension)
        .Input("mask", OnnxType.Float, items.Count)
        .Input("k", OnnxType.Int64, 1)
        .Initializer("items", items.Values, items.Count, items.Dimension)
        .Node("Gemm", ["user", "items", "mask"], "all_scores", OnnxAttribute.Int("transB", 1))
        .Node("TopK", ["all_scores", "k"], ["scores", "rows"], OnnxAttribute.Int("largest", 1), OnnxAttribute.Int("sorted", 1))
        .Output("scores", OnnxType.Float, "n", "best")
        .Output("rows", OnnxType.Int64, "n", "best")
        .Build();
}
