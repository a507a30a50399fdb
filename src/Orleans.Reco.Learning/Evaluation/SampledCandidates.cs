namespace Orleans.Reco.Learning;

/// <summary>The candidates of sampled ranking: a user's targets and so many other items. The same for every model.</summary>
internal sealed class SampledCandidates(bool[] candidates, int negatives, int seed)
{
    private readonly int[] _items = [.. Enumerable.Range(1, candidates.Length).Where(i => candidates[i - 1])];

    /// <summary>Which items are ranked for a case, shape <c>[items]</c>.</summary>
    public bool[] Of(EvaluationCase test, int number)
    {
        var random = new Random(HashCode(seed, number));
        var excluded = test.Targets.ToHashSet();
        foreach (var e in test.History.Span)
        {
            _ = excluded.Add(e.Item);
        }

        var ranked = new bool[candidates.Length];
        var left = Math.Min(negatives, _items.Count(i => !excluded.Contains(i)));
        while (left > 0)
        {
            var item = _items[random.Next(_items.Length)];
            if (!excluded.Contains(item) && !ranked[item - 1])
            {
                ranked[item - 1] = true;
                left--;
            }
        }

        foreach (var target in test.Targets)
        {
            ranked[target - 1] = true;
        }

        return ranked;
    }

    // System.HashCode is seeded anew in each process.
    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) ^ (number * 16_777_619));
}
