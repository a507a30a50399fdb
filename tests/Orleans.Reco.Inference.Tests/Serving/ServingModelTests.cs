using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class ServingModelTests : IDisposable
{
    private readonly TestTenant _tenant = new(4);

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public void RowsAreFoundByOrdinal()
    {
        var model = _tenant.Serve([TestTenant.Id(2), TestTenant.Id(0), "never-in-the-catalog"]);
        Assert.Equal([2, 0, 1, 0, 0], new[] { 0, 1, 2, 3, 99 }.Select(model.IndexOf));
        Assert.True(model.Vectors.TryGetVector(2, out var vector));
        Assert.Equal(TestBundles.GruWeights(3, 3, 16, 24, 1).ItemEmbedding.AsSpan(16, 16), vector);
        Assert.True(model.PopularityOf(0) > 0);
        Assert.Equal(0, model.PopularityOf(1));
        Assert.Equal(3, model.EventIndexOf(InteractionType.Purchase));
        Assert.Equal(0, model.EventIndexOf(InteractionType.Search));
    }

    [Fact]
    public void NeighboursAreOrdinals()
    {
        var model = _tenant.Serve([TestTenant.Id(3), TestTenant.Id(1)]);
        Assert.All(model.Neighbours!.Of(3), neighbour => Assert.Contains(neighbour.Ordinal, new[] { 1, 3 }));
        Assert.NotEmpty(model.Neighbours.Of(3));
    }

    [Fact]
    public void ANewItemOfTheVocabularyNeedsANewBinding()
    {
        var model = _tenant.Serve(6);
        Assert.True(model.Covers(_tenant.Catalog));
        var catalog = _tenant.Catalog.Apply([new CatalogEntry(4, TestTenant.Id(5), TestTenant.Item(5))]);
        Assert.False(model.Covers(catalog));
        using var rebound = model.Rebind(catalog);
        Assert.True(rebound.Covers(catalog));
        Assert.Equal(6, rebound.IndexOf(4));
        Assert.Equal(0, model.IndexOf(4));
        Assert.Same(model.Encoder, rebound.Encoder);
    }

    [Fact]
    public void ItemsOutsideTheVocabularyAndChangesOfKnownItemsDoNot()
    {
        var model = _tenant.Serve(4);
        var catalog = _tenant.Catalog.Apply(
        [
            new CatalogEntry(4, "cold", TestTenant.Item(4)),
            new CatalogEntry(0, TestTenant.Id(0), TestTenant.Item(0) with { Hidden = true }),
            new CatalogEntry(1, TestTenant.Id(1), null),
        ]);
        Assert.True(model.Covers(catalog));
        Assert.Equal(2, model.IndexOf(1));
    }

    [Fact]
    public void AnItemThatComesBackUnderAnotherOrdinalTakesItsRow()
    {
        var model = _tenant.Serve(4);
        var catalog = _tenant.Catalog.Apply(
        [
            new CatalogEntry(1, TestTenant.Id(1), null),
            new CatalogEntry(9, TestTenant.Id(1), TestTenant.Item(1)),
        ]);
        Assert.False(model.Covers(catalog));
        using var rebound = model.Rebind(catalog);
        Assert.Equal(2, rebound.IndexOf(9));
        Assert.Equal(0, rebound.IndexOf(1));
    }

    [Fact]
    public void AnOrdinalThatWasAGapIsSeenToo()
    {
        // Silos learn of new items out of order: 9 may come before 8.
        var early = _tenant.Catalog.Apply([new CatalogEntry(9, TestTenant.Id(5), TestTenant.Item(5))]);
        _tenant.Set(early, null);
        var model = _tenant.Serve(7);
        var late = early.Apply([new CatalogEntry(8, TestTenant.Id(6), TestTenant.Item(6))]);
        Assert.False(model.Covers(late));
    }

    [Fact]
    public void ALeaseKeepsTheSessionsAfterTheModelWentOutOfService()
    {
        var model = _tenant.Serve(4);
        var lease = model.TryAcquire();
        Assert.NotNull(lease);
        model.Dispose();
        Assert.False(model.IsUnloaded);
        lease.Model.Encoder.Encode([1], [1], [1], new float[24], new float[16]);
        lease.Dispose();
        lease.Dispose();
        Assert.True(model.IsUnloaded);
        Assert.Null(model.TryAcquire());
        _ = Assert.Throws<ObjectDisposedException>(() => model.Rebind(_tenant.Catalog));
    }

    [Fact]
    public void ARebindingKeepsTheSessionsOfTheOldOne()
    {
        var model = _tenant.Serve(4);
        var rebound = model.Rebind(_tenant.Catalog);
        model.Dispose();
        model.Dispose();
        Assert.False(rebound.IsUnloaded);
        using (var lease = rebound.TryAcquire())
        {
            Assert.Same(rebound, lease!.Model);
        }

        rebound.Dispose();
        Assert.True(rebound.IsUnloaded);
    }
}
