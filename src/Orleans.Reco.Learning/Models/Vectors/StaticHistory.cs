namespace Orleans.Reco.Learning;

/// <summary>
/// A history as models without an order of events see it: its distinct items of types that speak for an item, each with a weight that
/// may fall with its age. The graphs of <c>Orleans.Reco.Inference</c> compute the same from padded histories.
/// </summary>
internal sealed class StaticHistory
{
    /// <summary>The default of <see cref="Length"/>.</summary>
    public const int MaxLength = 1_000;

    private readonly bool[] _positive;
    private readonly double _decay;

    /// <summary>Takes what counts.</summary>
    /// <param name="dataset">Its types.</param>
    /// <param name="maxLength">How many of the last events count.</param>
    /// <param name="decay">What the weight of an event is multiplied with for each event after it, (0,1].</param>
    public StaticHistory(InteractionDataset dataset, int maxLength = MaxLength, double decay = 1)
    {
        _positive = [.. dataset.Types.Select(t => t.SpeaksForItem())];
        Length = maxLength;
        _decay = decay;
    }

    /// <summary>How many of the last events count.</summary>
    public int Length { get; }

    /// <summary>The items of histories as compressed rows.</summary>
    /// <returns>
    /// The start of each row with the end as last entry, shape <c>[histories + 1]</c>; zero-based items, and their weights.
    /// </returns>
    public (int[] Starts, int[] Items, float[] Weights) Rows(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories)
    {
        var starts = new int[histories.Count + 1];
        List<int> items = [];
        List<float> weights = [];
        var seen = new HashSet<int>();
        for (var row = 0; row < histories.Count; row++)
        {
            seen.Clear();
            var events = histories[row].Span;
            var age = 0;
            for (var at = events.Length - 1; at >= 0 && age < Length; at--)
            {
                if (_positive[events[at].Type - 1])
                {
                    if (seen.Add(events[at].Item))
                    {
                        items.Add(events[at].Item - 1);
                        weights.Add((float)Math.Pow(_decay, age));
                    }

                    age++;
                }
            }

            starts[row + 1] = items.Count;
        }

        return (starts, [.. items], [.. weights]);
    }
}
