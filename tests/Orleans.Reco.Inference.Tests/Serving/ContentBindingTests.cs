using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class ContentBindingTests : IDisposable
{
    private const int Trained = 6;

    private readonly BundleFolder _folder = new();
    private readonly TestTenant _tenant = new([.. Enumerable.Range(0, Trained).Select(i => Item(TasteBundles.Ids(Trained)[i], "anything"))]);
    private readonly ServingModel _model;

    public ContentBindingTests()
    {
        _model = Load(content: true);
        _tenant.Set(_tenant.Catalog, _model);
    }

    public void Dispose()
    {
        _model.Dispose();
        _tenant.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void AnItemThatCameAfterTrainingIsFoundByWhoeverLikesItsLike()
    {
        using var model = Put(Item("new", "A RED lamp"));
        Assert.True(model.Vectors.TryGetVector(Trained, out _));
        Assert.Equal(0, model.IndexOf(Trained));
        Assert.Equal(0, model.PopularityOf(Trained));
        Assert.Equal(Trained, First(taste: 0));
        Assert.NotEqual(Trained, First(taste: 1));
    }

    [Fact]
    public void ANewTitleMovesIt()
    {
        using var red = Put(Item("new", "A red lamp"));
        Assert.Equal(Trained, First(taste: 0));
        using var blue = Put(Item("new", "A blue lamp"));
        Assert.NotEqual(Trained, First(taste: 0));
        Assert.Equal(Trained, First(taste: 1));
    }

    [Fact]
    public void OnlyContentNeedsANewBinding()
    {
        using var model = Put(Item("new", "red"));
        Assert.True(model.Covers(_tenant.Catalog));
        Assert.True(model.Covers(Changed(Item("new", "red") with { InStock = false, Hidden = true })));
        Assert.True(model.Covers(_tenant.Catalog.Apply([new CatalogEntry(Trained, "new", null)])));
        Assert.True(model.Covers(Changed(Item("red-0", "another title of a trained item"), ordinal: 0)));
        Assert.False(model.Covers(Changed(Item("new", "red") with { Price = 3 })));
        Assert.False(model.Covers(Changed(Item("newer", "red"), Trained + 1)));
    }

    [Fact]
    public void WhatIsHiddenOrSoldOutIsFiltered()
    {
        using var model = Put(Item("new", "red"));
        _tenant.Set(Changed(Item("new", "red") with { Hidden = true }), model);
        Assert.NotEqual(Trained, First(taste: 0));
        _tenant.Set(Changed(Item("new", "red") with { InStock = false }), model);
        Assert.NotEqual(Trained, First(taste: 0));
    }

    [Fact]
    public void AnItemThatCameBackIsBound()
    {
        _tenant.Set(_tenant.Catalog.Apply([new CatalogEntry(Trained, "new", null)]), _model);
        using var without = _model.Rebind(_tenant.Catalog);
        Assert.False(without.Vectors.TryGetRow(Trained, out _));
        Assert.True(without.Covers(_tenant.Catalog));
        using var model = Put(Item("new", "red"));
        Assert.Equal(Trained, First(taste: 0));
    }

    [Fact]
    public void ABundleWithoutATowerGivesNoVector()
    {
        using var model = Load(content: false);
        var catalog = Changed(Item("new", "red"));
        Assert.True(model.Covers(catalog));
        using var rebound = model.Rebind(catalog);
        Assert.False(rebound.Vectors.TryGetRow(Trained, out _));
    }

    [Fact]
    public void OldBindingsKeepTheirVectorsThroughThousandsOfChanges()
    {
        // More changes than the array takes before it is made anew without what is gone.
        using var first = Put(Item("new", "red"));
        var catalog = _tenant.Catalog;
        var models = new List<ServingModel> { first };
        for (var round = 0; round < 40; round++)
        {
            catalog = catalog.Apply([.. Enumerable.Range(0, 100).Select(i => new CatalogEntry(
                Trained + 1 + i, $"other-{i}", Item($"other-{i}", (round + i) % 2 == 0 ? "red" : "blue")))]);
            models.Add(models[^1].Rebind(catalog));
        }

        Assert.True(first.Vectors.TryGetVector(Trained, out var before));
        for (var round = 1; round < models.Count; round++)
        {
            Assert.True(models[round].Vectors.TryGetVector(Trained, out var same));
            Assert.Equal(before, same);
            for (var i = 0; i < 100; i++)
            {
                Assert.True(models[round].Vectors.TryGetVector(Trained + 1 + i, out var vector));
                Assert.Equal((round - 1 + i) % 2 == 0, vector[0] > 1);
            }
        }

        Assert.True(models[^1].Vectors.Count < 3_000, $"{models[^1].Vectors.Count} rows");
        models.ForEach(model => model.Dispose());
    }

    private static CatalogItem Item(string id, string title) => new() { ItemId = id, Title = title };

    private ServingModel Load(bool content)
    {
        var folder = Path.Combine(_folder.Root, $"tastes-{content}");
        _ = TasteBundles.Write(folder, Trained, content);
        return ServingModel.Load(ModelBundle.Open(folder), _tenant.Catalog, TestTenant.Sessions);
    }

    private CatalogView Changed(CatalogItem item, int ordinal = Trained) =>
        _tenant.Catalog.Apply([new CatalogEntry(ordinal, item.ItemId, item)]);

    private ServingModel Put(CatalogItem item)
    {
        var catalog = Changed(item);
        Assert.False(_tenant.Snapshot.Model!.Covers(catalog));
        var model = _tenant.Snapshot.Model.Rebind(catalog);
        _tenant.Set(catalog, model);
        return model;
    }

    // The best for a user who looked at a red (0) or blue (1) item last.
    private int First(int taste) => _tenant.Score(Scorers.Query(TestTenant.History(taste), count: 3)).Ordinals()[0];
}
