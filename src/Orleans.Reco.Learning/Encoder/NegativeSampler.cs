namespace Orleans.Reco.Learning;

/// <summary>
/// Draws negatives for a sampled softmax log-uniformly over items by falling popularity, and knows how likely each was, for the
/// correction of the logits (Bengio and Senécal 2008).
/// </summary>
internal sealed class NegativeSampler
{
    private readonly int[] _itemOfRank;
    private readonly float[] _correction;
    private readonly int _negatives;

    public NegativeSampler(InteractionDataset dataset, long before, int negatives)
    {
        _negatives = negatives;
        var popularity = PopularityModel.Fit(dataset, before).Scores.ToArray();
        _itemOfRank = [.. Enumerable.Range(0, popularity.Length).OrderByDescending(i => popularity[i]).ThenBy(i => i).Select(i => i + 1)];
        _correction = new float[popularity.Length + 1];
        for (var rank = 0; rank < _itemOfRank.Length; rank++)
        {
            var probability = Math.Log((rank + 2.0) / (rank + 1)) / Math.Log(_itemOfRank.Length + 1.0);
            _correction[_itemOfRank[rank]] = (float)-Math.Log(negatives * probability);
        }
    }

    /// <summary>Item indices, with repetition, shape <c>[negatives]</c>.</summary>
    public long[] Draw(Random random)
    {
        var items = new long[_negatives];
        for (var i = 0; i < items.Length; i++)
        {
            var rank = (int)(Math.Exp(random.NextDouble() * Math.Log(_itemOfRank.Length + 1.0)) - 1);
            items[i] = _itemOfRank[Math.Min(rank, _itemOfRank.Length - 1)];
        }

        return items;
    }

    /// <summary>What to add to the items' logits: minus the logarithm of how often each is expected among the negatives.</summary>
    public float[] Correction(long[] items) => Array.ConvertAll(items, i => _correction[i]);
}
