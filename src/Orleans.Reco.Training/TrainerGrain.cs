using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Reco.Grains;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Training;

/// <summary>
/// Trains from the event log on threads of its own; the grain only starts the run and tells how far it is. Runs of one silo come
/// one after another, since each takes all the cores that it may.
/// </summary>
[GrainType("reco-trainer")]
[RequireRole(RecoRoles.Training)]
[Reentrant]
internal sealed partial class TrainerGrain(
    TrainingJobs jobs, TrainingSlot slot, ILogger<TrainerGrain> logger) : Grain, ITrainerGrain
{
    private readonly CancellationTokenSource _stopping = new();
    private Run? _run;

    /// <summary>A training and the last that it told of itself; the report is replaced whole by the training thread.</summary>
    private sealed class Run(string refreshId)
    {
        private TrainingReport _report = new() { Stage = RefreshStage.Preparing, Message = "Waiting for the trainer" };

        public string RefreshId => refreshId;

        public TrainingReport Report
        {
            get => Volatile.Read(ref _report);
            set => Volatile.Write(ref _report, value);
        }
    }

    public Task<TrainingReport> Advance(TrainingPlan plan)
    {
        if (_run?.RefreshId != plan.RefreshId)
        {
            _run = new Run(plan.RefreshId);
            _ = Train(this.GetPrimaryKeyString(), plan, _run, _stopping.Token);
        }

        DelayDeactivation(TimeSpan.FromMinutes(5));
        return Task.FromResult(_run.Report);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        return Task.CompletedTask;
    }

    private async Task Train(string tenant, TrainingPlan plan, Run run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("reco-bundle-").FullName;
        try
        {
            await slot.WaitAsync(cancellationToken);
            try
            {
                await jobs.RunAsync(tenant, plan, folder, report => run.Report = report, cancellationToken);
            }
            finally
            {
                slot.Release();
            }
        }
        catch (DatasetException exception)
        {
            // Too little data is a state of a young shop, not a fault.
            LogNotTrainable(logger, tenant, exception.Message);
            run.Report = new TrainingReport { Stage = RefreshStage.Failed, Message = exception.Message };
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // The silo leaves; another trainer takes over.
            LogStopped(logger, tenant);
            run.Report = new TrainingReport { Stage = RefreshStage.Failed, Message = exception.Message };
        }
        catch (Exception exception)
        {
            LogFailed(logger, tenant, exception);
            run.Report = new TrainingReport { Stage = RefreshStage.Failed, Message = exception.Message };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant} cannot be trained yet: {Reason}")]
    private static partial void LogNotTrainable(ILogger logger, string tenant, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant}: training stopped with the trainer")]
    private static partial void LogStopped(ILogger logger, string tenant);

    [LoggerMessage(Level = LogLevel.Error, Message = "Tenant {Tenant}: training failed")]
    private static partial void LogFailed(ILogger logger, string tenant, Exception exception);
}
