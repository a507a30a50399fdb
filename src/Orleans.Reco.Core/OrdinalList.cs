namespace Orleans.Reco.Core;

/// <summary>Sorted lists of ordinals.</summary>
internal static class OrdinalList
{
    /// <summary>Sorts in place and copies each value once.</summary>
    public static Packed<int> SortedDistinct(Span<int> ordinals)
    {
        ordinals.Sort();
        var length = 0;
        foreach (var ordinal in ordinals)
        {
            if (length == 0 || ordinals[length - 1] != ordinal)
            {
                ordinals[length++] = ordinal;
            }
        }

        return new Packed<int>((ReadOnlySpan<int>)ordinals[..length]);
    }
}
