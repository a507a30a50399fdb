using Orleans.Reco.Grains;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Tests;

/// <summary>A trainer that learns nothing: it goes through the stages and publishes what the test has scripted.</summary>
[GrainType("test-trainer")]
internal sealed class ScriptedTrainerGrain(IBundleStore bundles, TrainerScript script) : Grain, ITrainerGrain
{
    private (string RefreshId, int Asked, string? Version) _run = ("", 0, null);

    public async Task<TrainingReport> Advance(TrainingPlan plan)
    {
        if (_run.RefreshId != plan.RefreshId)
        {
            _run = (plan.RefreshId, 0, plan.Candidate);
        }

        // Each stage is told once or twice, so that a test can interfere.
        _run.Asked++;
        if (_run.Asked <= 4)
        {
            return new TrainingReport { Stage = _run.Asked switch { 1 => RefreshStage.Preparing, 2 => RefreshStage.Training, _ => RefreshStage.Evaluating } };
        }

        try
        {
            _run.Version ??= await PublishAsync();
            return new TrainingReport { Stage = RefreshStage.Published, Version = _run.Version, Metrics = script.Metrics };
        }
        catch (IOException exception)
        {
            return new TrainingReport { Stage = RefreshStage.Failed, Message = exception.Message };
        }
    }

    private async Task<string> PublishAsync()
    {
        var (folder, version) = script.Make();
        await bundles.PublishAsync(this.GetPrimaryKeyString(), version, folder);
        return version;
    }
}
