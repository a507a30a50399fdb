using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Storage;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

/// <summary>
/// Takes a tenant's model from plan to service, one durable step at a time. A timer drives the steps while the grain lives, and a
/// reminder brings it back when its silo is gone; each step may be repeated without harm.
/// </summary>
[GrainType("reco-model-coordinator")]
[RequireRole(RecoRoles.Serving)]
internal sealed partial class ModelCoordinatorGrain(
    [PersistentState("model-coordinator", RecoStorage.Name)] IPersistentState<ModelCoordinatorState> state,
    IBundleStore bundles,
    SiloBroadcast broadcast,
    IOptions<RefreshOptions> options,
    TimeProvider time,
    ILogger<ModelCoordinatorGrain> logger) : Grain, IModelCoordinatorGrain, IModelRegistryGrain, IRemindable
{
    private const string ReminderName = "refresh";
    private static readonly TimeSpan StepInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private IGrainTimer? _steps;
    private string _tenant = "";

    private ModelCoordinatorState State => state.State;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = this.GetPrimaryKeyString();
        await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod, cancellationToken);
        if (State.IsRefreshing)
        {
            Drive();
        }
    }

    public Task<string?> GetActiveVersion() => Task.FromResult(State.ActiveVersion);

    public Task<ModelStatus> GetStatus() => Task.FromResult(State.ToStatus());

    public async Task<RefreshInfo> StartRefresh(string reason)
    {
        if (!State.IsRefreshing)
        {
            var now = time.GetUtcNow();
            await Save(new RefreshInfo
            {
                RefreshId = Guid.CreateVersion7(now).ToString("N"),
                Reason = reason,
                Stage = RefreshStage.Planned,
                StartedAt = now,
                Message = "Planned",
            });
            LogStarted(logger, _tenant, State.Current!.RefreshId, reason);
        }

        Drive();
        return State.Current!;
    }

    public async Task<ModelStatus> Promote(string version)
    {
        var known = await bundles.ListAsync(_tenant);
        if (!known.Contains(version))
        {
            throw new RecoValidationException("version", "must be a bundle of the bundle store");
        }

        await Serve(version);
        return State.ToStatus();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (State.IsRefreshing)
        {
            Drive();
        }
        else if (IsDue(status))
        {
            await StartRefresh("schedule");
        }
    }

    /// <summary>A tenant that was never trained is due an interval after it was first seen.</summary>
    private bool IsDue(TickStatus status)
    {
        var since = State.Current?.StartedAt ?? new DateTimeOffset(status.FirstTickTime, TimeSpan.Zero);
        return options.Value.Interval > TimeSpan.Zero && time.GetUtcNow() - since >= options.Value.Interval;
    }

    private void Drive() => _steps ??= this.RegisterGrainTimer(
        Step, new() { DueTime = TimeSpan.Zero, Period = StepInterval, KeepAlive = true });

    private async Task Step(CancellationToken cancellationToken)
    {
        var current = State.Current!;
        try
        {
            await (time.GetUtcNow() - current.StartedAt > options.Value.Timeout
                ? End(current with { Stage = RefreshStage.Failed, Message = $"The refresh took longer than {options.Value.Timeout}" })
                : Advance(current));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // A silo or trainer went away or was slow in mid-step; the next tick does the step again.
            LogStepFailed(logger, _tenant, current.Stage, exception);
        }
        catch (Exception exception)
        {
            LogFailed(logger, _tenant, current.RefreshId, exception);
            await End(current with { Stage = RefreshStage.Failed, Message = exception.Message });
        }

        if (!State.IsRefreshing)
        {
            _steps?.Dispose();
            _steps = null;
        }
    }

    private Task Advance(RefreshInfo current) => current.Stage switch
    {
        RefreshStage.Planned => Prepare(current),
        RefreshStage.Preparing or RefreshStage.Training or RefreshStage.Evaluating => Train(current),
        RefreshStage.Published => Gate(current),
        RefreshStage.Gated => Save(current with { Stage = RefreshStage.Staging, Progress = 0, Message = "Silos load the model" }),
        RefreshStage.Staging => StageAndPromote(current),
        _ => throw new InvalidOperationException($"A refresh does not go on from {current.Stage}."),
    };

    /// <summary>Every silo seals its part of the log, so that training sees what was acknowledged before now.</summary>
    private async Task Prepare(RefreshInfo current)
    {
        await broadcast.ToAllOrThrow(agent => agent.FlushEventLog());
        await Save(current with { Stage = RefreshStage.Preparing, Message = "Reading the event log" });
    }

    private async Task Train(RefreshInfo current)
    {
        var report = await GrainFactory.GetGrain<ITrainerGrain>(_tenant)
            .Advance(new TrainingPlan(current.RefreshId, State.ActiveVersion));
        var next = current with { Progress = report.Progress, Message = report.Message };
        if (report.Stage == RefreshStage.Failed)
        {
            await End(next with { Stage = RefreshStage.Failed });
        }
        else if (report.Stage != current.Stage)
        {
            await Save(next with { Stage = report.Stage, Version = report.Version, Metrics = report.Metrics });
        }
        else
        {
            State.Current = next;
        }
    }

    private Task Gate(RefreshInfo current)
    {
        var served = current.Metrics.GetValueOrDefault("served.ndcg@10");
        var floor = current.Metrics.GetValueOrDefault("popularity.ndcg@10") * options.Value.MinGainOverPopularity;
        return served >= floor
            ? Save(current with { Stage = RefreshStage.Gated, Message = $"NDCG@10 {served:F4} passes the gate at {floor:F4}" })
            : End(current with { Stage = RefreshStage.Failed, Message = $"NDCG@10 {served:F4} is below the gate at {floor:F4}" });
    }

    private async Task StageAndPromote(RefreshInfo current)
    {
        await Serve(current.Version!);
        await End(current with { Stage = RefreshStage.Promoted, Progress = 1, Message = "In service" });
        LogPromoted(logger, _tenant, current.Version!);
    }

    /// <summary>Loads everywhere before it serves anywhere, so that the switch is quick.</summary>
    private async Task Serve(string version)
    {
        await broadcast.ToAllOrThrow(agent => agent.StageModel(_tenant, version));
        State.Activate(version, time.GetUtcNow());
        await state.WriteStateAsync();
        await broadcast.ToAllOrThrow(agent => agent.ActivateModel(_tenant, version));
    }

    private Task Save(RefreshInfo current)
    {
        State.Current = current;
        return state.WriteStateAsync();
    }

    private Task End(RefreshInfo ended)
    {
        State.End(ended with { EndedAt = time.GetUtcNow() });
        return state.WriteStateAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant}: refresh {RefreshId} started ({Reason})")]
    private static partial void LogStarted(ILogger logger, string tenant, string refreshId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant}: model {Version} promoted")]
    private static partial void LogPromoted(ILogger logger, string tenant, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: step {Stage} of the refresh failed and is done again")]
    private static partial void LogStepFailed(ILogger logger, string tenant, RefreshStage stage, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Tenant {Tenant}: refresh {RefreshId} failed")]
    private static partial void LogFailed(ILogger logger, string tenant, string refreshId, Exception exception);
}
