namespace Orleans.Reco.Learning;

/// <summary>The best of one row of scores.</summary>
internal static class TopItems
{
    /// <summary>Item indices (from 1), best first; of equal scores the lower index. Items of the history are left out.</summary>
    /// <param name="scores">Shape <c>[items]</c>; the scores of left-out items are overwritten.</param>
    /// <param name="history">What the user has seen.</param>
    /// <param name="candidates">Shape <c>[items]</c>, false = may not be listed; null = all may.</param>
    /// <param name="count">How many at most.</param>
    public static int[] Select(Span<float> scores, ReadOnlySpan<DatasetEvent> history, bool[]? candidates, int count)
    {
        foreach (var e in history)
        {
            scores[e.Item - 1] = float.NaN;
        }

        var best = new PriorityQueue<int, (float Score, int Item)>(count + 1, WorstFirst.Instance);
        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]) || candidates is { } allowed && !allowed[i])
            {
                continue;
            }

            if (best.Count < count)
            {
                best.Enqueue(i + 1, (scores[i], i));
            }
            else if (best.TryPeek(out _, out var worst) && scores[i] > worst.Score)
            {
                _ = best.DequeueEnqueue(i + 1, (scores[i], i));
            }
        }

        var items = new int[best.Count];
        for (var rank = items.Length - 1; rank >= 0; rank--)
        {
            items[rank] = best.Dequeue();
        }

        return items;
    }

    private sealed class WorstFirst : IComparer<(float Score, int Item)>
    {
        public static readonly WorstFirst Instance = new();

        public int Compare((float Score, int Item) x, (float Score, int Item) y)
        {
            var byScore = x.Score.CompareTo(y.Score);
            return byScore != 0 ? byScore : y.Item.CompareTo(x.Item);
        }
    }
}
