namespace Orleans.Reco.Web.Tests;

/// <summary>A user of the fake cluster.</summary>
internal sealed class FakeUser
{
    private readonly List<UserHistoryItem> _history = [];
    private readonly HashSet<string> _events = [];
    private readonly Dictionary<string, (string Title, long Rank)> _lines = [];

    public long Sequence => _history.Count;

    public HashSet<string> Touched { get; } = [];

    public Dictionary<string, string> Attributes { get; set; } = [];

    /// <summary>False for an event that was applied before.</summary>
    public bool Apply(
        Interaction interaction, IReadOnlyDictionary<string, (CatalogItem Item, int Ordinal)> items, DateTimeOffset now)
    {
        if (interaction.EventId is { } id && !_events.Add(id))
        {
            return false;
        }

        var item = interaction.ItemId is { } itemId && items.TryGetValue(itemId, out var entry) ? entry.Item : null;
        _history.Add(new UserHistoryItem(
            interaction.ItemId, item?.Title, interaction.Type, interaction.Value ?? 0, interaction.Timestamp ?? now));
        if (item is not null)
        {
            Touched.Add(item.ItemId);
            if (item.Categories.LastOrDefault() is { } line)
            {
                _lines[line] = (item.Title, Sequence);
            }
        }

        return true;
    }

    /// <summary>The last thing that the user did in a line of products.</summary>
    public (string Title, long Rank)? LastOf(string? line) => line is not null && _lines.TryGetValue(line, out var last) ? last : null;

    public UserProfile Profile(string userId) => new()
    {
        UserId = userId,
        Attributes = Attributes,
        Sequence = Sequence,
        History = [.. _history.AsEnumerable().Reverse().Take(50)],
    };
}
