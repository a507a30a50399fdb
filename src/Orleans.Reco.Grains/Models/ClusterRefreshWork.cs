using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>The work of a refresh by this cluster's silos, trainer and bundle store.</summary>
internal sealed class ClusterRefreshWork(
    string tenant,
    IGrainFactory grains,
    SiloBroadcast broadcast,
    IBundleStore bundles,
    BundleCatalog catalog,
    RefreshOptions options) : IRefreshWork
{
    public Task SealEventLog() => broadcast.ToAllOrThrow(agent => agent.FlushEventLog());

    public Task<TrainingReport> Train(TrainingPlan plan)
    {
        ITrainerGrain trainer;
        try
        {
            trainer = grains.GetGrain<ITrainerGrain>(tenant);
        }
        catch (ArgumentException)
        {
            // No silo of the cluster knows such a grain; the first with the role brings it.
            return Task.FromResult(new TrainingReport { Stage = RefreshStage.Preparing, Message = "Waiting for a silo with the training role" });
        }

        return trainer.Advance(plan);
    }

    public Task Verify(string version) => catalog.VerifyAsync(version);

    public async Task Retain(IReadOnlyCollection<string> versions)
    {
        var stored = await bundles.ListAsync(tenant);
        foreach (var version in stored.SkipLast(options.KeepBundles).Except(versions))
        {
            try
            {
                await bundles.DeleteAsync(tenant, version);
            }
            catch (Exception)
            {
                // Whatever the store has against it: it is in the way of nobody, and the next refresh tries again.
            }
        }
    }

    public async Task<IReadOnlyList<StagingReport>> Stage(string version) =>
        await broadcast.AskAllOrThrow(agent => agent.StageModel(tenant, version));

    public async Task<IReadOnlyList<CanaryCount>> CollectCanary(string canaryId, uint from, uint to) =>
        [.. (await broadcast.AskAllOrThrow(agent => agent.CollectCanary(tenant, canaryId, from, to))).SelectMany(counts => counts)];
}
