namespace Orleans.Reco.Core;

/// <summary>
/// The k best of the candidates offered to it. Of equal scores the lower ordinal is better, so the result does not depend on the order
/// of offers. Reusable; not thread-safe.
/// </summary>
/// <remarks>
/// Candidates are gathered without order until there are 3 k, then the worse two thirds are dropped: a candidate costs one comparison and
/// one store, where a heap costs log k steps.
/// </remarks>
public sealed class TopK
{
    private const int SmallestRoom = 32;

    // Score and ordinal in one number that sorts as candidates do.
    private ulong[] _keys = [];
    private ulong _floor;
    private int _gathered;

    /// <summary>Keeps the best <paramref name="k"/>.</summary>
    public TopK(int k) => Clear(k);

    /// <summary>Most candidates.</summary>
    public int K { get; private set; }

    /// <summary>The number of candidates kept.</summary>
    public int Count => Math.Min(_gathered, K);

    /// <summary>
    /// A candidate below this score is not among the k best: minus infinity until enough were offered. It never exceeds the score of the
    /// worst of the k best, and may lag behind it.
    /// </summary>
    public float Threshold { get; private set; }

    private int Room => Math.Max(SmallestRoom, 3 * K);

    /// <summary>Forgets all candidates.</summary>
    public void Clear() => (_gathered, _floor, Threshold) = (0, 0, float.NegativeInfinity);

    /// <summary>Forgets all candidates and keeps the best <paramref name="k"/> from now on.</summary>
    public void Clear(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
        if (_keys.Length < Room)
        {
            _keys = new ulong[Room];
        }

        Clear();
    }

    /// <summary>Offers a candidate; each ordinal at most once. A score that is not a number is never kept.</summary>
    /// <returns>True if it is kept for now.</returns>
    public bool Offer(float score, int ordinal)
    {
        var key = ScoreKey.Of(score, ordinal);
        if (key <= _floor || float.IsNaN(score))
        {
            return false;
        }

        _keys[_gathered++] = key;
        if (_gathered == Room)
        {
            Tighten();
        }

        return true;
    }

    /// <summary>Drops all but the k best, and so brings <see cref="Threshold"/> to the score of the worst of them.</summary>
    public void Tighten()
    {
        if (_gathered > K)
        {
            SelectLargest(_keys.AsSpan(0, _gathered), K);
            _gathered = K;
        }

        if (_gathered == K)
        {
            _floor = Smallest(_keys.AsSpan(0, K));
            Threshold = ScoreKey.Score(_floor);
        }
    }

    /// <summary>Takes the candidates out, best first, and leaves none.</summary>
    /// <returns>How many were written: the number kept or the length of the shorter span.</returns>
    public int Drain(Span<int> ordinals, Span<float> scores)
    {
        Tighten();
        var keys = _keys.AsSpan(0, _gathered);
        keys.Sort();
        keys.Reverse();
        return Take(ordinals, scores);
    }

    /// <summary>The same in no order, for where they are sorted with others anyway; spans that are too short get any of them.</summary>
    /// <returns>How many were written: the number kept or the length of the shorter span.</returns>
    public int DrainUnordered(Span<int> ordinals, Span<float> scores)
    {
        Tighten();
        return Take(ordinals, scores);
    }

    private int Take(Span<int> ordinals, Span<float> scores)
    {
        var written = Math.Min(_gathered, Math.Min(ordinals.Length, scores.Length));
        for (var i = 0; i < written; i++)
        {
            (ordinals[i], scores[i]) = (ScoreKey.Ordinal(_keys[i]), ScoreKey.Score(_keys[i]));
        }

        Clear();
        return written;
    }

    /// <summary>Brings the k largest keys to the front, in no order (Hoare, Algorithm 65: Find, 1961).</summary>
    private static void SelectLargest(Span<ulong> keys, int k)
    {
        int low = 0, high = keys.Length - 1;
        while (low < high)
        {
            var pivot = MedianOfThree(keys[low], keys[low + ((high - low) / 2)], keys[high]);
            int i = low, j = high;
            while (i <= j)
            {
                while (keys[i] > pivot)
                {
                    i++;
                }

                while (keys[j] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (keys[i], keys[j]) = (keys[j], keys[i]);
                    i++;
                    j--;
                }
            }

            // Between j and i are keys that equal the pivot and are in place.
            if (k - 1 <= j)
            {
                high = j;
            }
            else if (k - 1 >= i)
            {
                low = i;
            }
            else
            {
                return;
            }
        }
    }

    private static ulong MedianOfThree(ulong a, ulong b, ulong c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static ulong Smallest(ReadOnlySpan<ulong> keys)
    {
        var smallest = ulong.MaxValue;
        foreach (var key in keys)
        {
            smallest = Math.Min(smallest, key);
        }

        return smallest;
    }
}
