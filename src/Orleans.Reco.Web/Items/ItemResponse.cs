namespace Orleans.Reco.Web;

/// <summary>An item as REST shows it: the record and its counters.</summary>
internal sealed record ItemResponse(
    string ItemId, string Title, string? Description, string[] Categories, string? Brand, decimal? Price, string? Currency,
    string[] Tags, Dictionary<string, string> Attributes, bool InStock, bool Hidden, DateTimeOffset? PublishedAt,
    DateTimeOffset? ExpiresAt, int Ordinal, double Popularity, double Trend)
{
    public static ItemResponse Of(ItemProfile profile)
    {
        var item = profile.Item;
        return new ItemResponse(
            item.ItemId, item.Title, item.Description, item.Categories, item.Brand, item.Price, item.Currency, item.Tags,
            item.Attributes, item.InStock, item.Hidden, item.PublishedAt, item.ExpiresAt, profile.Ordinal, profile.Popularity,
            profile.Trend);
    }
}
