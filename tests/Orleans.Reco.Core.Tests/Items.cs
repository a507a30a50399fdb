namespace Orleans.Reco.Core.Tests;

/// <summary>Catalogs for tests: item i has the id <c>item-i</c> unless a test says otherwise.</summary>
internal static class Items
{
    public const uint Now = 1_700_000_000;

    public static readonly SignalOptions Signals = new();

    public static CatalogItem Item(int ordinal, params string[] categories) =>
        new() { ItemId = $"item-{ordinal}", Title = $"Item {ordinal}", Categories = categories };

    public static CatalogEntry Entry(int ordinal, CatalogItem? item) => new(ordinal, item?.ItemId ?? $"item-{ordinal}", item);

    public static CatalogView View(params CatalogItem[] items) =>
        CatalogView.Empty("default").Apply(items.Select((item, ordinal) => Entry(ordinal, item)).ToArray());

    public static CatalogView View(int count, int categories) =>
        View(Enumerable.Range(0, count).Select(i => Item(i, $"category-{i % categories}")).ToArray());

    public static DateTimeOffset Time(long secondsFromNow) => DateTimeOffset.FromUnixTimeSeconds(Now + secondsFromNow);

    public static ScoredCandidate Candidate(int ordinal, float score = 0, CandidateSource source = CandidateSource.Personal) =>
        new(ordinal, score, HistoryEvent.NoItem, source);
}
