using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>The best of one row of scores.</summary>
internal static class TopItems
{
    /// <summary>Item indices (from 1), best first; of equal scores the lower index. Items of the history are left out.</summary>
    /// <param name="scores">Shape <c>[items]</c>; the scores of left-out items are overwritten. Not a number = may not be listed.</param>
    /// <param name="history">What the user has seen.</param>
    /// <param name="candidates">Shape <c>[items]</c>, false = may not be listed; null = all may.</param>
    /// <param name="count">How many at most.</param>
    public static int[] Select(Span<float> scores, ReadOnlySpan<DatasetEvent> history, bool[]? candidates, int count)
    {
        foreach (var e in history)
        {
            scores[e.Item - 1] = float.NaN;
        }

        var best = new TopK(count);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= best.Threshold && (candidates is null || candidates[i]))
            {
                _ = best.Offer(scores[i], i + 1);
            }
        }

        var items = new int[best.Count];
        _ = best.Drain(items, new float[items.Length]);
        return items;
    }
}
