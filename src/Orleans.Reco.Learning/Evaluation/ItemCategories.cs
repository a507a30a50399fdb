namespace Orleans.Reco.Learning;

/// <summary>Categories of a dataset's items.</summary>
internal static class ItemCategories
{
    /// <summary>The category of each item from 1, 0 = unknown, shape <c>[items]</c>; null where fewer than half of the items have one.</summary>
    public static int[]? Read(string folder, InteractionDataset data, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, DatasetFiles.Items);
        if (!File.Exists(path))
        {
            return null;
        }

        var categories = new Dictionary<string, int>(StringComparer.Ordinal);
        var byItem = new Dictionary<string, int>(StringComparer.Ordinal);
        using var db = new DuckDb(threads: 1, cancellation);
        db.Read($"SELECT item, category FROM read_parquet({DuckDb.Text(path)}) WHERE category IS NOT NULL ORDER BY item", row =>
        {
            _ = categories.TryAdd(row.GetString(1), categories.Count + 1);
            byItem[row.GetString(0)] = categories[row.GetString(1)];
        });
        int[] found = [.. data.Items.Select(id => byItem.GetValueOrDefault(id))];
        return 2 * found.Count(c => c > 0) >= found.Length ? found : null;
    }
}
