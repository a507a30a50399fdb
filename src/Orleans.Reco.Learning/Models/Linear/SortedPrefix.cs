namespace Orleans.Reco.Learning;

/// <summary>Sorts only as far as it is asked for.</summary>
internal static class SortedPrefix
{
    /// <summary>Brings the smallest keys to the front, in order, of equal keys the one with the smaller value first.</summary>
    public static void Sort(Span<float> keys, Span<int> values, int count)
    {
        Select(keys, values, count);
        var taken = Math.Min(count, keys.Length);
        var order = new (float Key, int Value)[taken];
        for (var i = 0; i < taken; i++)
        {
            order[i] = (keys[i], values[i]);
        }

        Array.Sort(order);
        for (var i = 0; i < taken; i++)
        {
            (keys[i], values[i]) = order[i];
        }
    }

    // Hoare's quickselect; pivots are medians of three.
    private static void Select(Span<float> keys, Span<int> values, int count)
    {
        int low = 0, high = keys.Length - 1;
        while (count < keys.Length && low < high)
        {
            var pivot = Median(Key(keys, values, low), Key(keys, values, (low + high) / 2), Key(keys, values, high));
            int i = low, j = high;
            while (i <= j)
            {
                while (Key(keys, values, i).CompareTo(pivot) < 0)
                {
                    i++;
                }

                while (Key(keys, values, j).CompareTo(pivot) > 0)
                {
                    j--;
                }

                if (i <= j)
                {
                    (keys[i], keys[j], values[i], values[j]) = (keys[j], keys[i], values[j], values[i]);
                    i++;
                    j--;
                }
            }

            (low, high) = count <= j ? (low, j) : count >= i ? (i, high) : (low, low);
        }
    }

    private static (float Key, int Value) Key(Span<float> keys, Span<int> values, int at) => (keys[at], values[at]);

    private static (float Key, int Value) Median((float Key, int Value) a, (float Key, int Value) b, (float Key, int Value) c) =>
        a.CompareTo(b) < 0
            ? b.CompareTo(c) < 0 ? b : a.CompareTo(c) < 0 ? c : a
            : a.CompareTo(c) < 0 ? a : b.CompareTo(c) < 0 ? c : b;
}
