using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Reads the items of a dataset folder.</summary>
public static class ContentReader
{
    /// <summary>Contents by item id, of the items that have a title; empty where the folder has no item file.</summary>
    public static IReadOnlyDictionary<string, ItemContent> Read(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var contents = new Dictionary<string, ItemContent>(StringComparer.Ordinal);
        var path = Path.Combine(folder, DatasetFiles.Items);
        if (!File.Exists(path))
        {
            return contents;
        }

        using var db = new DuckDb(threads: 1, cancellationToken);
        db.Read(
            $"SELECT item, title, category, brand, price FROM read_parquet({DuckDb.Text(path)}) WHERE title IS NOT NULL ORDER BY item",
            row => contents[row.GetString(0)] = new ItemContent
            {
                Title = row.GetString(1),
                Categories = row.IsDBNull(2) ? [] : [row.GetString(2)],
                Brand = row.IsDBNull(3) ? null : row.GetString(3),
                Price = row.IsDBNull(4) ? null : Price(row.GetDouble(4)),
            });
        return contents;
    }

    // A file may say anything; what no shop would take as a price is none.
    private static decimal? Price(double price) => price is >= 0 and <= (double)Core.CatalogItemValidator.MaxPrice ? (decimal)price : null;
}
