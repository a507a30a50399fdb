using System.ComponentModel.DataAnnotations;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class GraphRetrievalTests : IDisposable
{
    private const int Vocabulary = 600;

    private readonly TestTenant _graph = new(Vocabulary + 40) { Factory = TestFactories.Create(RetrievalMode.Graph) };
    private readonly TestTenant _scan = new(Vocabulary + 40);
    private readonly BundleFolder _folder = new();

    public void Dispose()
    {
        _graph.Dispose();
        _scan.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AModelServesTheSameListsByGraphAndByScan(bool ranker)
    {
        var options = new TestBundleOptions { Ranker = ranker };
        Assert.IsType<GraphIndex>(_graph.Serve(Vocabulary, options).Index);
        Assert.IsType<ItemVectors>(_scan.Serve(Vocabulary, options).Index);
        AssertSameLists();
    }

    [Fact]
    public void WhatIsHiddenOrSoldOutAfterwardsIsNotServed()
    {
        _ = _graph.Serve(Vocabulary);
        _ = _scan.Serve(Vocabulary);
        for (var round = 0; round < 5; round++)
        {
            var served = _graph.Score(Query(round)).Ordinals();
            CatalogEntry Change(int ordinal, int i) => new(
                ordinal, TestTenant.Id(ordinal), i == 0 ? null : TestTenant.Item(ordinal) with { Hidden = i == 1, InStock = i != 2 });
            var changed = _graph.Catalog.Apply([.. served.Take(3).Select(Change)]);
            _graph.Set(changed, _graph.Snapshot.Model);
            _scan.Set(changed, _scan.Snapshot.Model);
            Assert.Empty(_graph.Score(Query(round)).Ordinals().Intersect(served.Take(3)));
            AssertSameLists();
        }
    }

    [Fact]
    public void ARebindingSearchesTheSameGraphForOtherOrdinals()
    {
        var bound = new[] { _graph.Serve(Vocabulary), _scan.Serve(Vocabulary) };

        // Items come back under new ordinals.
        var changed = _graph.Catalog.Apply(
            [.. Enumerable.Range(0, 300).Select(i => new CatalogEntry(1_000 + i, TestTenant.Id(i), TestTenant.Item(i)))]);
        using var graph = bound[0].Rebind(changed);
        using var scan = bound[1].Rebind(changed);
        (_, _) = (Put(_graph, changed, graph), Put(_scan, changed, scan));
        AssertSameLists();
        Assert.Contains(_graph.Score(Query(1)).Ordinals(), ordinal => ordinal >= 1_000);

        // The old binding still serves the old catalog.
        (_, _) = (Put(_graph, _scan.Catalog, bound[0]), Put(_scan, _scan.Catalog, bound[1]));
        AssertSameLists();
    }

    [Fact]
    public void ItemsThatCameAfterTrainingAreFoundBesideTheGraph()
    {
        var ids = TasteBundles.Ids(6);
        var catalog = CatalogView.Empty("default").Apply([.. ids.Select((id, i) => new CatalogEntry(i, id, Item(id, "anything")))]);
        _ = TasteBundles.Write(Path.Combine(_folder.Root, "tastes"), 6);
        using var model = ServingModel.Load(ModelBundle.Open(Path.Combine(_folder.Root, "tastes")), catalog, _graph.Factory);
        Assert.IsType<GraphIndex>(model.Index);
        int First(CatalogView view, ServingModel bound)
        {
            _graph.Set(view, bound);
            return _graph.Score(Scorers.Query(TestTenant.History(0), count: 3)).Ordinals()[0];
        }

        Assert.NotEqual(6, First(catalog, model));
        var later = catalog.Apply([new CatalogEntry(6, "new", Item("new", "A red lamp"))]);
        using var rebound = model.Rebind(later);
        Assert.Equal(6, First(later, rebound));
        Assert.NotEqual(6, First(later.Apply([new CatalogEntry(6, "new", Item("new", "A red lamp") with { InStock = false })]), rebound));
    }

    [Fact]
    public void TheGraphIsUnloadedWithItsModel()
    {
        var model = _graph.Serve(Vocabulary);
        _ = _graph.Score(Query(1));
        var index = Assert.IsType<GraphIndex>(model.Index);
        model.Dispose();
        Assert.True(model.IsUnloaded);
        _ = Assert.Throws<ObjectDisposedException>(
            () => index.Search(new float[16], 1, new[] { CandidateFilter.None }, new[] { new TopK(1) }));
    }

    [Fact]
    public void AnUnknownWayIsRefusedByName()
    {
        var options = new InferenceOptions { Retrieval = (RetrievalMode)9 };
        var error = Assert.Throws<ValidationException>(
            () => Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true));
        Assert.Equal("Reco:Inference:Retrieval must be Auto, Graph or Scan.", error.Message);
    }

    private static ServingModel Put(TestTenant tenant, CatalogView catalog, ServingModel model)
    {
        tenant.Set(catalog, model);
        return model;
    }

    private static CatalogItem Item(string id, string title) => new() { ItemId = id, Title = title };

    private static ScoreQuery Query(int seed)
    {
        var random = new Random(seed);
        int[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(Vocabulary))];
        return Scorers.Query(TestTenant.History(Some(5)), count: random.Next(1, 60)) with { Excluded = new Packed<int>(Some(40)) };
    }

    private void AssertSameLists()
    {
        ScoreQuery[] queries = [.. Enumerable.Range(0, 40).Select(Query)];
        foreach (var (graph, scan) in Scorers.Create(_graph).Score(queries).Zip(Scorers.Create(_scan).Score(queries)))
        {
            Assert.NotEqual(0, graph.Candidates.Span.Length);
            Assert.Equal(scan.Candidates.Span.ToArray(), graph.Candidates.Span.ToArray());
        }
    }
}
