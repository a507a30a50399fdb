using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Scores with an encoder on the TorchSharp side, and a prior where one is given.</summary>
internal sealed class SequenceScorer(SequenceEncoder encoder, int maxLength, PopularityPrior? prior = null, string name = "encoder")
    : IRecommenderModel
{
    // Rows that are padded to one length.
    private const int Rows = 32;

    public string Name => name;

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
        var d = encoder.Dimension;
        var items = encoder.ToItemVectors().AsMemory();
        return new VectorSpace(prior is null ? d : d + 1, prior is null ? items : prior.Fold(items.Span, d), histories =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var users = Vectors(histories);
            return (prior is null ? users : cat([users, ones(histories.Count, 1)], 1)).contiguous().data<float>().ToArray();
        });
    }

    /// <summary>User vectors, shape <c>[histories, dimension]</c>; an empty history gives zeros.</summary>
    public Tensor Vectors(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories)
    {
        encoder.eval();
        int Length(int row) => Math.Min(histories[row].Length, maxLength);
        var known = Enumerable.Range(0, histories.Count).Where(row => Length(row) > 0).OrderBy(Length).ToArray();
        var vectors = zeros(histories.Count, encoder.Dimension);
        foreach (var rows in known.Chunk(Rows))
        {
            _ = vectors.index_copy_(0, tensor(Array.ConvertAll(rows, r => (long)r)), Encode([.. rows.Select(r => histories[r][^Length(r)..])]));
        }

        return vectors;
    }

    private Tensor Encode(ReadOnlyMemory<DatasetEvent>[] histories)
    {
        var longest = histories.Max(h => h.Length);
        var items = new long[histories.Length * longest];
        var events = new long[items.Length];
        for (var row = 0; row < histories.Length; row++)
        {
            var history = histories[row].Span;
            for (var at = 0; at < history.Length; at++)
            {
                items[(row * longest) + at] = history[at].Item;
                events[(row * longest) + at] = history[at].Type;
            }
        }

        var all = encoder.call(tensor(items, [histories.Length, longest]), tensor(events, [histories.Length, longest]));
        var last = tensor(histories.Select((h, row) => ((long)row * longest) + h.Length - 1).ToArray());
        return all.reshape(-1, encoder.Dimension).index_select(0, last);
    }
}
