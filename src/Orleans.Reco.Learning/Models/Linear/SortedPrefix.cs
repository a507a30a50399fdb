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
            var middle = Median(keys, values, low, (low + high) / 2, high);
            var (pivot, pivotValue) = (keys[middle], values[middle]);
            int i = low, j = high;
            while (i <= j)
            {
                while (Less(keys[i], values[i], pivot, pivotValue))
                {
                    i++;
                }

                while (Less(pivot, pivotValue, keys[j], values[j]))
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

    private static bool Less(float key, int value, float otherKey, int otherValue) =>
        key < otherKey || (key == otherKey && value < otherValue);

    private static int Median(Span<float> keys, Span<int> values, int a, int b, int c)
    {
        var (ab, bc, ac) = (
            Less(keys[a], values[a], keys[b], values[b]),
            Less(keys[b], values[b], keys[c], values[c]),
            Less(keys[a], values[a], keys[c], values[c]));
        return ab == bc ? b : ab == ac ? c : a;
    }
}
