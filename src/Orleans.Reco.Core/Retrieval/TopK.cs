namespace Orleans.Reco.Core;

/// <summary>
/// The k best of the candidates offered to it, in a heap whose root is the worst. Of equal scores the lower ordinal is better, so
/// the result does not depend on the order of offers. Reusable; not thread-safe.
/// </summary>
public sealed class TopK
{
    private float[] _scores = [];
    private int[] _ordinals = [];

    /// <summary>Keeps the best <paramref name="k"/>.</summary>
    public TopK(int k) => Clear(k);

    /// <summary>Most candidates.</summary>
    public int K { get; private set; }

    /// <summary>The number of candidates kept.</summary>
    public int Count { get; private set; }

    /// <summary>A candidate below this score is not kept: minus infinity until there are k.</summary>
    public float Threshold { get; private set; }

    /// <summary>Forgets all candidates.</summary>
    public void Clear() => (Count, Threshold) = (0, float.NegativeInfinity);

    /// <summary>Forgets all candidates and keeps the best <paramref name="k"/> from now on.</summary>
    public void Clear(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
        if (_scores.Length < k)
        {
            (_scores, _ordinals) = (new float[k], new int[k]);
        }

        Clear();
    }

    /// <summary>Offers a candidate; each ordinal at most once. A score that is not a number is never kept.</summary>
    /// <returns>True if it is kept for now.</returns>
    public bool Offer(float score, int ordinal)
    {
        if (Count < K)
        {
            if (float.IsNaN(score))
            {
                return false;
            }

            SiftUp(Count++, score, ordinal);
            Threshold = Count == K ? _scores[0] : float.NegativeInfinity;
            return true;
        }

        if (!IsWorse(_scores[0], _ordinals[0], score, ordinal))
        {
            return false;
        }

        SiftDown(0, Count, score, ordinal);
        Threshold = _scores[0];
        return true;
    }

    /// <summary>Takes the candidates out, best first, and leaves none.</summary>
    /// <returns>How many were written: the number kept or the length of the shorter span.</returns>
    public int Drain(Span<int> ordinals, Span<float> scores)
    {
        while (Count > Math.Min(ordinals.Length, scores.Length))
        {
            RemoveWorst();
        }

        var written = Count;
        while (Count > 0)
        {
            (ordinals[Count - 1], scores[Count - 1]) = (_ordinals[0], _scores[0]);
            RemoveWorst();
        }

        Clear();
        return written;
    }

    private static bool IsWorse(float score, int ordinal, float thanScore, int thanOrdinal) =>
        score < thanScore || (score == thanScore && ordinal > thanOrdinal);

    private void RemoveWorst()
    {
        Count--;
        if (Count > 0)
        {
            SiftDown(0, Count, _scores[Count], _ordinals[Count]);
        }
    }

    private void SiftUp(int hole, float score, int ordinal)
    {
        while (hole > 0)
        {
            var parent = (hole - 1) / 2;
            if (!IsWorse(score, ordinal, _scores[parent], _ordinals[parent]))
            {
                break;
            }

            (_scores[hole], _ordinals[hole]) = (_scores[parent], _ordinals[parent]);
            hole = parent;
        }

        (_scores[hole], _ordinals[hole]) = (score, ordinal);
    }

    private void SiftDown(int hole, int count, float score, int ordinal)
    {
        while (true)
        {
            var child = (2 * hole) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && IsWorse(_scores[child + 1], _ordinals[child + 1], _scores[child], _ordinals[child]))
            {
                child++;
            }

            if (!IsWorse(_scores[child], _ordinals[child], score, ordinal))
            {
                break;
            }

            (_scores[hole], _ordinals[hole]) = (_scores[child], _ordinals[child]);
            hole = child;
        }

        (_scores[hole], _ordinals[hole]) = (score, ordinal);
    }
}
