using System.Numerics.Tensors;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Scores with a bundle's ONNX encoder, as serving does.</summary>
internal sealed class BundleEncoderModel(ModelBundle bundle, EncoderSession session, int threads) : IRecommenderModel
{
    public string Name => "encoder";

    public int Items => bundle.ItemIds.Count;

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        var lengths = histories.Select(h => Math.Min(h.Length, session.MaxLength)).ToArray();
        var events = histories.SelectMany((h, row) => h[^lengths[row]..].ToArray()).ToArray();
        var states = new float[histories.Count * session.StateDimension];
        var vectors = new float[histories.Count * session.Dimension];
        session.Encode(Array.ConvertAll(events, e => e.Item), Array.ConvertAll(events, e => e.Type), lengths, states, vectors);
        var d = session.Dimension;
        _ = Parallel.For(0, histories.Count, Parallelism.Options(threads, default), row =>
        {
            var target = scores.Span.Slice(row * Items, Items);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = TensorPrimitives.Dot(vectors.AsSpan(row * d, d), bundle.ItemVectors.Span.Slice(i * d, d));
            }
        });
    }
}
