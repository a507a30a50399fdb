using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Storage;
using Orleans.Runtime;

namespace Orleans.Reco.Grains;

/// <summary>
/// Takes a tenant's model from plan to service, one durable step at a time (<see cref="RefreshFlow"/>, <see cref="ModelLifecycle"/>). A
/// timer drives the steps while the grain lives, and a reminder brings it back when its silo is gone.
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
    private static readonly TimeSpan ReminderRetry = TimeSpan.FromSeconds(5);

    private ModelStatus _status = new();
    private RefreshFlow _flow = null!;
    private BundleCatalog _bundles = null!;
    private IGrainTimer? _reminding;
    private IGrainTimer? _steps;
    private string _tenant = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = this.GetPrimaryKeyString();
        _status = state.State.ToStatus();
        _bundles = new BundleCatalog(_tenant, bundles, options.Value.Inbox);
        _flow = new RefreshFlow(
            new ClusterRefreshWork(_tenant, GrainFactory, broadcast, bundles, _bundles, options.Value), options.Value, time);
        _reminding = this.RegisterGrainTimer(
            Remind, new() { DueTime = TimeSpan.Zero, Period = ReminderRetry, KeepAlive = true, Interleave = true });
        DriveIfRefreshing();
        return Task.CompletedTask;
    }

    public Task<ModelDeployment> GetDeployment() => Task.FromResult(Deployment());

    public Task<ModelStatus> GetStatus() => Task.FromResult(_status);

    public Task<BundleInfo[]> ListBundles() => _bundles.ListAsync();

    public Task<RefreshInfo> StartRefresh(RefreshRequest request) => Plan(request, version: null);

    public async Task<RefreshInfo> Register(string folder, string by, string? requestId)
    {
        var request = new RefreshRequest { Reason = $"Made elsewhere: {folder}", By = by, Kind = RefreshKind.Registered, RequestId = requestId };
        if (_status.Of(request) is { } known)
        {
            return known;
        }

        if (_status.IsRefreshing())
        {
            throw new RecoValidationException("folder", "cannot be registered while a refresh is under way");
        }

        var version = await _bundles.TakeInAsync(folder);
        return await Plan(request, version);
    }

    public async Task<ModelStatus> Promote(string version, string by)
    {
        await _bundles.VerifyAsync(version);
        await LoadEverywhere(version);
        await Save(_status.Promote(version, by, time.GetUtcNow()));
        return _status;
    }

    public async Task<ModelStatus> RollBack(string by, string reason, string? version)
    {
        if (version is null || version == _status.RevocableVersion)
        {
            await Save(_status.RollBack(by, reason, time.GetUtcNow()));
        }

        return _status;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await TakeSignals();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // A silo is away: what it counted waits for the next minute, schedules do not.
            LogNoSignals(logger, _tenant, exception);
        }

        var firstSeen = new DateTimeOffset(DateTime.SpecifyKind(status.FirstTickTime, DateTimeKind.Utc));
        if (RefreshSchedule.Due(options.Value.Schedule, _status, firstSeen, time.GetUtcNow()) is { } request)
        {
            await StartRefresh(request);
        }

        DriveIfRefreshing();
    }

    private async Task<RefreshInfo> Plan(RefreshRequest request, string? version)
    {
        var planned = _status.Plan(request, version, time.GetUtcNow());
        if (planned != _status)
        {
            // What silos have counted and not told is part of what this refresh learns from, not of what came in since.
            await broadcast.ForgetSignals(_tenant);
            await Save(planned);
            LogStarted(logger, _tenant, planned.Current!.RefreshId, request.Reason);
        }

        DriveIfRefreshing();
        return _status.Of(request) ?? _status.Current!;
    }

    /// <summary>Asks for the reminder until it is there. Serving does not wait for that: a silo may start minutes before its reminders.</summary>
    private async Task Remind(CancellationToken cancellationToken)
    {
        try
        {
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod, cancellationToken);
            _reminding?.Dispose();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoReminder(logger, _tenant, exception);
        }
    }

    private void DriveIfRefreshing()
    {
        if (_status.IsRefreshing())
        {
            _steps ??= this.RegisterGrainTimer(Step, new() { DueTime = StepInterval, Period = StepInterval, KeepAlive = true });
        }
        else
        {
            _steps?.Dispose();
            _steps = null;
        }
    }

    private async Task Step(CancellationToken cancellationToken)
    {
        if (_status.IsRefreshing())
        {
            await Save(await NextStatus());
        }

        DriveIfRefreshing();
    }

    private async Task<ModelStatus> NextStatus()
    {
        try
        {
            return await _flow.Step(_status);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // A silo or trainer went away or was slow in mid-step; the next tick does the step again.
            LogStepFailed(logger, _tenant, _status.Current!.Stage, exception);
            return _status with { Current = _status.Current with { Message = $"Trying again: {exception.Message}" } };
        }
        catch (Exception exception)
        {
            LogFailed(logger, _tenant, _status.Current!.RefreshId, exception);
            return _status.Fail("coordinator", exception.Message, time.GetUtcNow());
        }
    }

    /// <summary>Writes what is worth it, then tells the silos; those that miss it ask within a second.</summary>
    private async Task Save(ModelStatus next)
    {
        var (before, served) = (_status, Deployment());
        if (next.DiffersDurably(before))
        {
            state.State.Set(next);
            await state.WriteStateAsync();
        }

        _status = next;
        if (Deployment() != served)
        {
            var began = time.GetTimestamp();
            await broadcast.DeployModels(_tenant, Deployment());
            ModelInstruments.SwitchDuration.Record(time.GetElapsedTime(began).TotalMilliseconds);
        }

        if (before.IsRefreshing() && !next.IsRefreshing())
        {
            ModelInstruments.Record(next.Current!);
            LogEnded(logger, _tenant, next.Current!.RefreshId, next.Current.Stage, next.Current.Message);
        }
    }

    private async Task LoadEverywhere(string version)
    {
        StagingReport[] reports;
        do
        {
            reports = await broadcast.AskAllOrThrow(agent => agent.StageModel(_tenant, version));
            if (reports.FirstOrDefault(report => report.Fault is not null) is { Fault: { } fault })
            {
                throw new RecoValidationException("version", $"cannot be served: {fault}");
            }
        }
        while (reports.Any(report => !report.Ready));
    }

    private async Task TakeSignals()
    {
        var told = await broadcast.AskAllOrThrow(agent => agent.TakeSignals(_tenant));
        var sum = new RefreshSignals
        {
            Events = _status.Signals.Events + told.Sum(signals => signals.Events),
            UnknownItemEvents = _status.Signals.UnknownItemEvents + told.Sum(signals => signals.UnknownItemEvents),
            ScoreDrift = told.Length == 0 ? 0 : told.Max(signals => signals.ScoreDrift),
        };
        await Save(_status with { Signals = sum });
    }

    private ModelDeployment Deployment() => ModelDeployment.Of(_status, options.Value, time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant}: refresh {RefreshId} started ({Reason})")]
    private static partial void LogStarted(ILogger logger, string tenant, string refreshId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant}: refresh {RefreshId} ended {Stage}: {Detail}")]
    private static partial void LogEnded(ILogger logger, string tenant, string refreshId, RefreshStage stage, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: the reminder of the coordinator could not be registered; trying again")]
    private static partial void LogNoReminder(ILogger logger, string tenant, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: not every silo told what it counted")]
    private static partial void LogNoSignals(ILogger logger, string tenant, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: step {Stage} of the refresh failed and is done again")]
    private static partial void LogStepFailed(ILogger logger, string tenant, RefreshStage stage, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Tenant {Tenant}: refresh {RefreshId} failed")]
    private static partial void LogFailed(ILogger logger, string tenant, string refreshId, Exception exception);
}
