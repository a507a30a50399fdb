namespace Orleans.Reco.Core;

/// <summary>
/// The k best of the candidates offered to it, in a heap whose root is the worst. Of equal scores the lower ordinal is better, so
/// the result does not depend on the order of offers. Reusable; not thread-safe.
/// </summary>
public sealed class TopK
{
    // Score and ordinal in one number that sorts as candidates do: a heap step is then one comparison without a branch.
    private ulong[] _keys = [];

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
        if (_keys.Length < k)
        {
            _keys = new ulong[k];
        }

        Clear();
    }

    /// <summary>Offers a candidate; each ordinal at most once. A score that is not a number is never kept.</summary>
    /// <returns>True if it is kept for now.</returns>
    public bool Offer(float score, int ordinal)
    {
        if (float.IsNaN(score))
        {
            return false;
        }

        var key = ScoreKey.Of(score, ordinal);
        if (Count < K)
        {
            SiftUp(Count++, key);
        }
        else if (key > _keys[0])
        {
            SiftDown(_keys.AsSpan(0, Count), key);
        }
        else
        {
            return false;
        }

        Threshold = Count == K ? ScoreKey.Score(_keys[0]) : float.NegativeInfinity;
        return true;
    }

    /// <summary>Takes the candidates out, best first, and leaves none.</summary>
    /// <returns>How many were written: the number kept or the length of the shorter span.</returns>
    public int Drain(Span<int> ordinals, Span<float> scores)
    {
        var keys = _keys.AsSpan(0, Count);
        keys.Sort();
        var written = Math.Min(Count, Math.Min(ordinals.Length, scores.Length));
        for (var i = 0; i < written; i++)
        {
            var key = keys[^(i + 1)];
            (ordinals[i], scores[i]) = (ScoreKey.Ordinal(key), ScoreKey.Score(key));
        }

        Clear();
        return written;
    }

    private static void SiftDown(Span<ulong> keys, ulong key)
    {
        var hole = 0;
        while (true)
        {
            var child = (2 * hole) + 1;
            if (child + 1 >= keys.Length)
            {
                if (child < keys.Length && keys[child] < key)
                {
                    keys[hole] = keys[child];
                    hole = child;
                }

                break;
            }

            child += keys[child + 1] < keys[child] ? 1 : 0;
            if (keys[child] >= key)
            {
                break;
            }

            keys[hole] = keys[child];
            hole = child;
        }

        keys[hole] = key;
    }

    private void SiftUp(int hole, ulong key)
    {
        while (hole > 0)
        {
            var parent = (hole - 1) / 2;
            if (_keys[parent] <= key)
            {
                break;
            }

            _keys[hole] = _keys[parent];
            hole = parent;
        }

        _keys[hole] = key;
    }
}
