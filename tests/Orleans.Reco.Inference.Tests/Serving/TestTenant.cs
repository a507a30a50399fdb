using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

/// <summary>A tenant with a catalog of numbered items and, if wanted, models with random weights.</summary>
internal sealed class TestTenant : ITenantSnapshots, IDisposable
{
    public const uint Now = 1_800_000_000;

    public static readonly SessionFactory Sessions = new(new InferenceOptions(), NullLogger<SessionFactory>.Instance);

    private readonly BundleFolder _folder = new();
    private readonly List<ServingModel> _models = [];

    public TestTenant(int items)
        : this(Enumerable.Range(0, items).Select(i => Item(i)))
    {
    }

    public TestTenant(IEnumerable<CatalogItem> items, IEnumerable<ItemSignals>? signals = null)
    {
        var catalog = CatalogView.Empty("default").Apply([.. items.Select((item, i) => new CatalogEntry(i, item.ItemId, item))]);
        Set(catalog.Apply(signals?.ToArray() ?? []), null);
    }

    public TenantSnapshot Snapshot { get; private set; } = null!;

    /// <summary>Loads the models that go into service.</summary>
    public SessionFactory Factory { get; init; } = Sessions;

    public CatalogView Catalog => Snapshot.Catalog;

    public static string Id(int item) => $"item-{item}";

    public static string[] Ids(int count) => [.. Enumerable.Range(0, count).Select(Id)];

    public static CatalogItem Item(int item, params string[] categories) =>
        new() { ItemId = Id(item), Title = $"Item {item}", Categories = categories };

    public static HistoryEvent Event(int ordinal, InteractionType type = InteractionType.View) => new(ordinal, Now - 60, 0, type);

    public static Packed<HistoryEvent> History(params int[] ordinals) => new(Array.ConvertAll(ordinals, ordinal => Event(ordinal)));

    public TenantSnapshot Get(string tenant) => Snapshot;

    /// <summary>Puts a model of the first <paramref name="vocabulary"/> items into service.</summary>
    public ServingModel Serve(int vocabulary, TestBundleOptions? options = null) => Serve(Ids(vocabulary), options);

    public ServingModel Serve(string[] vocabulary, TestBundleOptions? options = null)
    {
        var model = ServingModel.Load(_folder.Bundle(vocabulary, options), Catalog, Factory);
        _models.Add(model);
        Set(Catalog, model);
        return model;
    }

    public void Set(CatalogView catalog, ServingModel? model) =>
        Snapshot = new TenantSnapshot(catalog, CatalogRankings.Compute(catalog, Now, new SignalOptions()), model);

    public void Dispose()
    {
        foreach (var model in _models)
        {
            model.Dispose();
        }

        _folder.Dispose();
    }
}
