using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <content>The user's part in a canary.</content>
internal sealed partial class UserGrain
{
    private uint UserHash => this.GetGrainId().GetUniformHashCode();

    /// <summary>The version that serves this user now; null before the first model.</summary>
    private string? PinnedVersion =>
        _tenant.Deployment.Canary is { } canary ? (canary.Serves(UserHash) ? canary.Version : canary.Control) : null;

    /// <summary>The first list of a canary is the user's trial; every list tells of the drift of scores.</summary>
    /// <returns>True if a trial began.</returns>
    private bool Watch(RecommendResponse response, TimeSpan took)
    {
        if (response is { Degraded: false, Items: [var best, ..] } && response.ModelVersion == _tenant.Deployment.Active)
        {
            _tenant.Signals.AddScore(response.ModelVersion, best.Score);
        }

        var now = services.Time.GetUtcNow();
        if (_tenant.Deployment.Canary is { } canary && canary.CanaryId != _records.State.Trial?.CanaryId && canary.SlotOf(now) >= canary.From)
        {
            var trial = CanaryTrial.Begin(canary, UserHash, response, took, now);
            _records.State.Trial = trial;
            services.Canaries.Begin(_key.Tenant, trial);
            return true;
        }

        return false;
    }

    /// <returns>True if the trial changed.</returns>
    private bool Attribute(in Admitted a)
    {
        if (a.Ordinal >= 0)
        {
            _tenant.Signals.CountEvent(_tenant.Snapshot.Model is not { } model || model.IndexOf(a.Ordinal) > 0);
        }

        if (_tenant.Deployment.Canary is { } canary
            && _records.State.Trial is { } trial
            && trial.Gain(canary, a.Type.Code, a.Event.RecommendationId, services.Time.GetUtcNow()) is not TrialOutcome.None and var gained)
        {
            _records.State.Trial = trial with { Outcome = trial.Outcome | gained };
            services.Canaries.Gain(_key.Tenant, trial, gained);
            return true;
        }

        return false;
    }
}
