using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Reco.Grains;
using Orleans.Reco.Inference;
using Orleans.Reco.Learning;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Training;

/// <summary>
/// Trains from the event log on threads of its own; the grain only starts the run and tells how far it is. Runs of one silo come
/// one after another, since each takes all the cores that it may.
/// </summary>
[GrainType("reco-trainer")]
[RequireRole(RecoRoles.Training)]
[Reentrant]
internal sealed partial class TrainerGrain(
    IEventLogReader events,
    IBundleStore bundles,
    TrainingSlot slot,
    IOptions<TrainerOptions> options,
    TimeProvider time,
    ILogger<TrainerGrain> logger) : Grain, ITrainerGrain
{
    private const int ImportTries = 3;

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
                await TrainInSlot(tenant, plan, run, Path.Combine(folder, "bundle"), cancellationToken);
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

    private async Task TrainInSlot(string tenant, TrainingPlan plan, Run run, string folder, CancellationToken cancellationToken)
    {
        var dataset = Path.Combine(folder, "dataset");
        await ImportEvents(tenant, dataset, cancellationToken);
        var parent = await TryFetch(tenant, plan.Parent, cancellationToken);
        var candidate = plan.Candidate is { } made
            ? await bundles.FetchAsync(tenant, made, cancellationToken)
            : await TrainBundle(tenant, plan, run, dataset, Path.Combine(folder, "bundle"), parent, cancellationToken);
        var version = ModelBundle.ReadManifest(candidate).Version;
        run.Report = new TrainingReport { Stage = RefreshStage.Evaluating, Progress = 0.99, Message = "Comparing with the model in service" };
        var metrics = await GateEvaluator.EvaluateAsync(
            dataset, candidate, parent, threads: options.Value.Threads, cancellationToken: cancellationToken);

        // Into the store before it is judged: what is in the store outlives this silo.
        await bundles.PublishAsync(tenant, version, candidate, cancellationToken);
        run.Report = new TrainingReport
        {
            Stage = RefreshStage.Published,
            Progress = 1,
            Message = $"Bundle {version} is measured",
            Version = version,
            Metrics = metrics,
        };
    }

    private async Task ImportEvents(string tenant, string dataset, CancellationToken cancellationToken)
    {
        var from = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime - options.Value.Window);
        for (var attempt = 1; ; attempt++)
        {
            var segments = await events.ListSegmentsAsync(tenant, from, cancellationToken);
            if (segments.Count == 0)
            {
                throw new DatasetException("events", "The event log has no events in the training window.");
            }

            try
            {
                var import = new ImportOptions { Files = segments, Output = dataset, Preset = ImportPreset.EventLog };
                _ = await DatasetImporter.ImportAsync(import, cancellationToken);
                return;
            }
            catch (DatasetException) when (attempt < ImportTries && !segments.All(File.Exists))
            {
                // Compacted away since the listing; the next one has what took its place.
            }
        }
    }

    private async Task<string> TrainBundle(
        string tenant, TrainingPlan plan, Run run, string dataset, string bundle, string? parent, CancellationToken cancellationToken)
    {
        // Events name items; what they are called and cost, the catalog says.
        var items = await CatalogReader.ReadAsync(GrainFactory, tenant, cancellationToken);
        var quick = plan.Kind == RefreshKind.Quick;
        var request = new TrainingRequest
        {
            DatasetFolder = dataset,
            BundleFolder = bundle,
            Tenant = tenant,
            Parent = plan.Parent,
            WarmStartFolder = quick ? parent : null,
            Contents = items.ToDictionary(item => item.ItemId, ItemContent.Of, StringComparer.Ordinal),
            Options = options.Value.ToTrainingOptions(quick),
        };
        var progress = new ReportProgress(step => run.Report = ToReport(step));
        return (await new ModelTrainer(time).TrainAsync(request, progress, cancellationToken)).BundleFolder;
    }

    /// <summary>Without the bundle in service there is nothing to compare with, and training is full.</summary>
    private async Task<string?> TryFetch(string tenant, string? version, CancellationToken cancellationToken)
    {
        try
        {
            return version is null ? null : await bundles.FetchAsync(tenant, version, cancellationToken);
        }
        catch (IOException exception)
        {
            LogNoParent(logger, tenant, version!, exception);
            return null;
        }
    }

    private static TrainingReport ToReport(TrainingProgress step) => new()
    {
        Stage = step.Stage switch
        {
            TrainingStage.Preparing => RefreshStage.Preparing,
            TrainingStage.Evaluating or TrainingStage.Exporting or TrainingStage.Done => RefreshStage.Evaluating,
            _ => RefreshStage.Training,
        },
        Progress = step.Fraction,
        Message = Describe(step),
    };

    private static string Describe(TrainingProgress step)
    {
        string?[] parts =
        [
            step.Epoch > 0 ? $"Epoch {step.Epoch} of at most {step.Epochs}" : step.Message,
            step.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:F3}") : null,
            step.ValidationNdcg is { } ndcg ? string.Create(CultureInfo.InvariantCulture, $"validation NDCG@10 {ndcg:F4}") : null,
            step.EventsPerSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:N0} events/s") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>Reports on the training thread; <see cref="Progress{T}"/> would post to the grain's scheduler, late and out of order.</summary>
    private sealed class ReportProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant} cannot be trained yet: {Reason}")]
    private static partial void LogNotTrainable(ILogger logger, string tenant, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Tenant {Tenant}: training failed")]
    private static partial void LogFailed(ILogger logger, string tenant, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: bundle {Version} in service cannot be read; the candidate is not compared with it")]
    private static partial void LogNoParent(ILogger logger, string tenant, string version, Exception exception);
}
