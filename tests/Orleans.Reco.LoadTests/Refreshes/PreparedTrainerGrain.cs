using Orleans.Reco.Grains;
using Orleans.Reco.Storage;

namespace Orleans.Reco.LoadTests;

/// <summary>A trainer that has trained already.</summary>
[GrainType("load-test-trainer")]
internal sealed class PreparedTrainerGrain(IBundleStore bundles, PreparedBundles prepared) : Grain, ITrainerGrain
{
    private string? _refreshId;
    private string? _version;

    public async Task<TrainingReport> Advance(TrainingPlan plan)
    {
        if (_refreshId != plan.RefreshId)
        {
            (_refreshId, _version) = (plan.RefreshId, await prepared.PublishNextAsync(bundles, this.GetPrimaryKeyString()));
        }

        return new TrainingReport { Stage = RefreshStage.Published, Version = _version, Metrics = PreparedBundles.Metrics };
    }
}
