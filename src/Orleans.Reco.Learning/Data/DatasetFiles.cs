using System.Text.Json;

namespace Orleans.Reco.Learning;

/// <summary>The files of a dataset folder.</summary>
public static class DatasetFiles
{
    /// <summary>Columns <c>user, item, type, value, timestamp (UTC), session</c>, in order of time.</summary>
    public const string Interactions = "interactions.parquet";

    /// <summary>Columns <c>item, title, category, brand, price</c>, one row an item.</summary>
    public const string Items = "items.parquet";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
