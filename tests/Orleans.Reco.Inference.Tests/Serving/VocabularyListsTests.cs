using Microsoft.Extensions.Logging;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class VocabularyListsTests : IDisposable
{
    private const int Trained = 900;

    private readonly BundleFolder _folder = new();
    private readonly LogLines _log = new();
    private readonly TestTenant _tenant = new(TasteBundles.Ids(Trained).Select(id => Item(id, "anything")));

    public VocabularyListsTests() => Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported, "The machine has no AVX2.");

    public void Dispose()
    {
        _tenant.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void ALargeBundleIsSearchedInListsAlsoAfterRebindingsAndWithContentRows()
    {
        using var exact = Load(Trained + 1);
        using var model = Load(Trained);
        Assert.Same(exact.Vectors, exact.Index);
        Equal(exact, model, _tenant.Catalog);
        var catalog = _tenant.Catalog;
        for (var round = 0; round < 3; round++)
        {
            // An item comes back under another ordinal, and one comes that the model was not trained on.
            var (id, added) = (TasteBundles.Ids(Trained)[round], Trained + (2 * round));
            catalog = catalog.Apply(
            [
                new CatalogEntry(round, id, null),
                new CatalogEntry(added, id, Item(id, "anything")),
                new CatalogEntry(added + 1, $"new-{round}", Item($"new-{round}", "A red lamp")),
            ]);
            using var rebound = model.Rebind(catalog);
            using var reboundExact = exact.Rebind(catalog);
            Equal(reboundExact, rebound, catalog);
            Assert.Contains(added + 1, Found(rebound, catalog, taste: 10));
        }

        // One index for all of them.
        Assert.StartsWith($"Information Model {model.Version} is searched in ", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void ABundleWithoutStructureIsSearchedExactly()
    {
        var bundle = _folder.Bundle(TestTenant.Ids(1000), new TestBundleOptions { Dimension = 64 });
        using var model = ServingModel.Load(bundle, _tenant.Catalog, Sessions(1000));
        Assert.Same(model.Vectors, model.Index);
        Assert.StartsWith($"Warning Model {model.Version} is searched exactly: ", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private static CatalogItem Item(string id, string title) => new() { ItemId = id, Title = title };

    private void Equal(ServingModel exact, ServingModel model, CatalogView catalog)
    {
        Assert.NotSame(model.Vectors, model.Index);
        foreach (var taste in (int[])[10, 11, 500])
        {
            Assert.Equal(Found(exact, catalog, taste), Found(model, catalog, taste));
        }
    }

    private int[] Found(ServingModel model, CatalogView catalog, int taste)
    {
        _tenant.Set(catalog, model);
        return _tenant.Score(Scorers.Query(TestTenant.History(taste), count: 50)).Ordinals();
    }

    private ServingModel Load(int from)
    {
        var folder = Path.Combine(_folder.Root, $"from-{from}");
        _ = TasteBundles.Write(folder, Trained);
        return ServingModel.Load(ModelBundle.Open(folder), _tenant.Catalog, Sessions(from));
    }

    private SessionFactory Sessions(int from) => new(new InferenceOptions { ApproximateFrom = from }, _log);

    private sealed class LogLines : ILogger<SessionFactory>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
