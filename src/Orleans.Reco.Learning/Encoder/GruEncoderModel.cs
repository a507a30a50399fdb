using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Scores with a trained encoder, on the TorchSharp side, and a prior where one is given.</summary>
internal sealed class GruEncoderModel(GruEncoder encoder, int maxLength, PopularityPrior? prior = null) : IRecommenderModel
{
    public string Name => "encoder";

    public int Items => encoder.Items;

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var result = Vectors(histories).matmul(encoder.ItemVectors.t());
        result = (prior is null ? result : result.add(tensor(prior.Terms), TorchScalars.One)).contiguous();
        result.data<float>().CopyTo(scores.Span);
    }

    /// <summary>The space that a bundle of this model serves, the prior's dimension included.</summary>
    public VectorSpace ToVectorSpace()
    {
        var weights = prior is null ? encoder.ToWeights() : prior.Fold(encoder.ToWeights());
        return new VectorSpace(weights.Dimension, weights.ItemEmbedding.AsMemory(weights.Dimension), histories =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var users = Vectors(histories);
            return (prior is null ? users : cat([users, ones(histories.Count, 1)], 1)).data<float>().ToArray();
        });
    }

    /// <summary>User vectors, shape <c>[histories, dimension]</c>; an empty history gives the vector of the zero state.</summary>
    public Tensor Vectors(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories)
    {
        encoder.eval();
        var lengths = histories.Select(h => Math.Min(h.Length, maxLength)).ToArray();
        var longest = Math.Max(1, lengths.Max());
        var items = new long[histories.Count * longest];
        var events = new long[items.Length];
        for (var row = 0; row < histories.Count; row++)
        {
            var history = histories[row].Span[^lengths[row]..];
            for (var at = 0; at < history.Length; at++)
            {
                items[row * longest + at] = history[at].Item;
                events[row * longest + at] = history[at].Type;
            }
        }

        var all = encoder.call(tensor(items, [histories.Count, longest]), tensor(events, [histories.Count, longest]));
        var last = tensor(lengths.Select((l, row) => (long)row * longest + Math.Max(0, l - 1)).ToArray());
        return all.reshape(-1, encoder.Dimension).index_select(0, last);
    }
}
