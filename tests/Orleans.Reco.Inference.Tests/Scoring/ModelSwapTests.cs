using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class ModelSwapTests
{
    private const int Items = 150;
    private const int Callers = 8;
    private const int Swaps = 30;

    [Fact]
    public async Task AResultIsOfOneModelWhileModelsAreSwapped()
    {
        // Dimensions tell versions apart: a mix of two would not even fit together.
        using var folder = new BundleFolder();
        var bundles = Enumerable.Range(0, 3)
            .Select(i => folder.Bundle(
                TestTenant.Ids(Items),
                new TestBundleOptions { Seed = 100 + i, Dimension = 8 + (8 * i), StateDimension = 12 + (4 * i), Ranker = i == 1 }))
            .ToArray();
        using var tenant = new TestTenant(Items);
        var models = new List<ServingModel>();
        var snapshots = new Swapped(tenant.Catalog, tenant.Snapshot.Rankings, Load(bundles[0]));
        var worker = new ScoringWorker(
            snapshots,
            InteractionTypes.Default,
            new ScoringOptions { MaxWait = TimeSpan.Zero },
            Scorers.Clock,
            NullLogger<ScoringWorker>.Instance);
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Call(worker, bundles, caller, stop.Token))).ToArray();
        var seen = new HashSet<string>();
        for (var swap = 1; swap <= Swaps; swap++)
        {
            var bundle = bundles[swap % bundles.Length];
            snapshots.Swap(Load(bundle));

            // A query that begins after the swap is of the new model.
            var result = await worker.Ask(Scorers.Query(TestTenant.History(swap))).InTime();
            Assert.Equal(bundle.Version, result.ModelVersion);
            _ = seen.Add(result.ModelVersion);
        }

        await stop.CancelAsync();
        var counts = await Task.WhenAll(callers).InTime();
        await worker.DisposeAsync();
        Assert.Equal(3, seen.Count);
        Assert.All(counts, count => Assert.True(count > 0));
        snapshots.Swap(null);
        Assert.All(models, model => Assert.True(model.IsUnloaded));

        ServingModel Load(ModelBundle bundle)
        {
            models.Add(ServingModel.Load(bundle, tenant.Catalog, TestTenant.Sessions));
            return models[^1];
        }
    }

    private static async Task<int> Call(ScoringWorker worker, ModelBundle[] bundles, int caller, CancellationToken stop)
    {
        var random = new Random(caller);
        var history = new List<int>();
        Embedding state = default;
        var count = 0;
        do
        {
            history.Add(random.Next(Items));
            var query = Scorers.Query(TestTenant.History([.. history.TakeLast(30)])) with { State = state, Pending = 1 };
            var result = await worker.ScoreAsync(query, CancellationToken.None);
            var manifest = bundles.Single(bundle => bundle.Version == result.ModelVersion).Manifest;
            Assert.Equal(result.ModelVersion, result.State.ModelVersion);
            Assert.Equal(result.ModelVersion, result.Vector.ModelVersion);
            Assert.Equal(manifest.StateDimension, result.State.Dimension);
            Assert.Equal(manifest.Dimension, result.Vector.Dimension);
            state = result.State;
            count++;
        }
        while (!stop.IsCancellationRequested);
        return count;
    }

    private sealed class Swapped(CatalogView catalog, CatalogRankings rankings, ServingModel? first) : ITenantSnapshots
    {
        private volatile TenantSnapshot _current = new(catalog, rankings, first);

        public TenantSnapshot Get(string tenant) => _current;

        public void Swap(ServingModel? model)
        {
            var old = _current.Model;
            _current = _current with { Model = model };
            old?.Dispose();
        }
    }
}
