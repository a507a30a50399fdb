namespace Orleans.Reco.Learning;

/// <summary>A fixed number of weights for each item j: how much it speaks for other items i.</summary>
/// <param name="Width">Weights kept for an item.</param>
/// <param name="Items">Vocabulary indices i, 0 = none, shape <c>[items, width]</c>.</param>
/// <param name="Weights">Same shape.</param>
internal sealed record ItemRows(int Width, int[] Items, float[] Weights)
{
    /// <summary>Room for the strongest weights of each item.</summary>
    public static ItemRows Create(int items, int width) => new(width, new int[items * width], new float[items * width]);

    /// <summary>Keeps the weights of an item that are largest in size, strongest first; of equal ones the lower index.</summary>
    /// <param name="item">Zero-based item j.</param>
    /// <param name="row">Weights for all items, shape <c>[items]</c>; zeros are never kept.</param>
    /// <param name="best">Reused room, a pair of shape <c>[items]</c>.</param>
    public void Keep(int item, ReadOnlySpan<float> row, (float[] Keys, int[] Items) best)
    {
        var count = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] != 0)
            {
                (best.Keys[count], best.Items[count]) = (-Math.Abs(row[i]), i);
                count++;
            }
        }

        SortedPrefix.Sort(best.Keys.AsSpan(0, count), best.Items.AsSpan(0, count), Width);
        for (var n = 0; n < Math.Min(Width, count); n++)
        {
            Items[(item * Width) + n] = best.Items[n] + 1;
            Weights[(item * Width) + n] = row[best.Items[n]];
        }
    }
}
