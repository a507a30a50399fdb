namespace Orleans.Reco.Learning;

/// <summary>
/// Draws negatives for a sampled softmax by popularity to a power, and knows how likely each was, for the correction of the logits
/// (Bengio and Senécal 2008).
/// </summary>
internal sealed class NegativeSampler
{
    private readonly int _negatives;
    private readonly double[] _cumulative;
    private readonly float[] _correction;

    public NegativeSampler(InteractionDataset data, SequenceTrainingOptions options)
    {
        _negatives = options.Negatives;
        var counts = new double[data.Items.Count];
        foreach (var e in data.Events)
        {
            counts[e.Item - 1]++;
        }

        // One more for each, so that an item without events can be drawn.
        var weights = Array.ConvertAll(counts, count => Math.Pow(count + 1, options.NegativePower));
        var total = weights.Sum();
        _cumulative = new double[weights.Length];
        _correction = new float[weights.Length + 1];
        double sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] / total;
            _cumulative[i] = sum;
            _correction[i + 1] = (float)-Math.Log(_negatives * weights[i] / total);
        }
    }

    /// <summary>Item indices, with repetition, shape <c>[negatives]</c>.</summary>
    public long[] Draw(Random random)
    {
        var items = new long[_negatives];
        for (var i = 0; i < items.Length; i++)
        {
            var at = Array.BinarySearch(_cumulative, random.NextDouble());
            items[i] = Math.Min(at < 0 ? ~at : at + 1, _cumulative.Length - 1) + 1;
        }

        return items;
    }

    /// <summary>What to add to the items' logits: minus the logarithm of how often each is expected among the negatives.</summary>
    public float[] Correction(long[] items) => Array.ConvertAll(items, i => _correction[i]);
}
