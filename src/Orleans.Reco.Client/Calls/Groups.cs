namespace Orleans.Reco.Client;

/// <summary>Splits a batch by the grain that each element belongs to.</summary>
internal static class Groups
{
    /// <summary>The positions of each key's elements, in the order of the batch.</summary>
    public static Dictionary<string, List<int>> ByKey<T>(IReadOnlyList<T> batch, Func<T, string?> keyOrNull)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Count; i++)
        {
            if (keyOrNull(batch[i]) is not { } key)
            {
                continue;
            }

            if (!groups.TryGetValue(key, out var positions))
            {
                groups.Add(key, positions = []);
            }

            positions.Add(i);
        }

        return groups;
    }
}
