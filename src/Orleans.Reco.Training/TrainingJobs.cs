using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Grains;
using Orleans.Reco.Inference;
using Orleans.Reco.Learning;
using Orleans.Reco.Storage;
using Orleans.Storage;

namespace Orleans.Reco.Training;

/// <summary>From the event log to a measured bundle in the store, alone or as the lead of parts.</summary>
internal sealed partial class TrainingJobs(
    IEventLogReader events,
    IBundleStore bundles,
    [FromKeyedServices(RecoStorage.Name)] IGrainStorage storage,
    TrainingPlaces places,
    IGrainFactory grains,
    IOptions<TrainerOptions> options,
    TimeProvider time,
    ILogger<TrainingJobs> logger,
    ILogger<GrainTrainingParts> partsLogger)
{
    private const int ImportTries = 3;

    /// <summary>Trains, measures and publishes.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="plan">What to train.</param>
    /// <param name="folder">An empty folder to work in.</param>
    /// <param name="report">Told how far it is; the last report has the stage Published.</param>
    /// <param name="cancellationToken">Ends it; what has a checkpoint can be gone on with on another silo.</param>
    public async Task RunAsync(
        string tenant, TrainingPlan plan, string folder, Action<TrainingReport> report, CancellationToken cancellationToken)
    {
        var store = new CheckpointStore(storage, tenant);
        var dataset = Path.Combine(folder, "dataset");
        var (segments, parts) = await ImportAsync(store, tenant, plan, dataset, cancellationToken);
        var parent = await TryFetch(tenant, plan.Parent, cancellationToken);
        var candidate = plan.Candidate is { } made
            ? await bundles.FetchAsync(tenant, made, cancellationToken)
            : await TrainAsync(store, tenant, plan, folder, parent, segments, parts, report, cancellationToken);
        var version = ModelBundle.ReadManifest(candidate).Version;
        report(new TrainingReport { Stage = RefreshStage.Evaluating, Progress = 0.99, Message = "Comparing with the model in service" });
        var metrics = await GateEvaluator.EvaluateAsync(
            dataset, candidate, parent, threads: options.Value.Threads, cancellationToken: cancellationToken);

        // Into the store before it is judged: what is in the store outlives this silo.
        await bundles.PublishAsync(tenant, version, candidate, cancellationToken);
        if (parts > 1)
        {
            await ForgetAsync(store, tenant);
        }

        report(new TrainingReport
        {
            Stage = RefreshStage.Published,
            Progress = 1,
            Message = $"Bundle {version} is measured",
            Version = version,
            Metrics = metrics,
        });
    }

    private async Task<(SegmentList Segments, int Parts)> ImportAsync(
        CheckpointStore store, string tenant, TrainingPlan plan, string dataset, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (segments, files, parts) = await BeginAsync(store, tenant, plan, cancellationToken);
            try
            {
                var import = new ImportOptions { Files = files, Output = dataset, Preset = ImportPreset.EventLog, ReceivedFrom = segments.Since };
                _ = await DatasetImporter.ImportAsync(import, cancellationToken);
                return (segments, parts);
            }
            catch (DatasetException) when (attempt < ImportTries && !files.All(File.Exists))
            {
                // Compacted away since the listing; the next one has what took its place.
            }
        }
    }

    /// <summary>What is read and by how many: as the lead before has begun, where there was one, so that the result is the same.</summary>
    private async Task<(SegmentList Segments, IReadOnlyList<string> Files, int Parts)> BeginAsync(
        CheckpointStore store, string tenant, TrainingPlan plan, CancellationToken cancellationToken)
    {
        await store.ReadAsync();
        var (head, settings) = (store.Head, Settings(plan));
        if (head.RefreshId == plan.RefreshId && head.Settings == settings)
        {
            try
            {
                var files = await SegmentList.ResolveAsync(events, tenant, head.From, head.Segments, cancellationToken);

                // Written again, so that a lead that was declared dead and lives can write no more.
                await store.BeginAsync(head);
                LogResumed(logger, tenant, plan.RefreshId, head.Parts);
                return (new SegmentList(head.From, head.Since, head.Segments), files, head.Parts);
            }
            catch (DatasetException exception)
            {
                LogNotResumed(logger, tenant, exception.Message);
            }
        }

        var (segments, all) = await SegmentList.ReadAsync(events, tenant, time.GetUtcNow() - options.Value.Window, cancellationToken);
        if (all.Count == 0)
        {
            throw new DatasetException("events", "The event log has no events in the training window.");
        }

        var parts = plan.Candidate is null ? Math.Min(options.Value.Parts.Max, places.Count) : 1;
        if (parts > 1)
        {
            await store.BeginAsync(new CheckpointHead
            {
                RefreshId = plan.RefreshId,
                Settings = settings,
                Parts = parts,
                From = segments.From,
                Segments = segments.Names,
                Since = segments.Since,
            });
        }

        return (segments, all, parts);
    }

    private async Task<string> TrainAsync(
        CheckpointStore store,
        string tenant,
        TrainingPlan plan,
        string folder,
        string? parent,
        SegmentList segments,
        int parts,
        Action<TrainingReport> report,
        CancellationToken cancellationToken)
    {
        // Events name items; what they are called and cost, the catalog says.
        var items = await CatalogReader.ReadAsync(grains, tenant, cancellationToken);
        var quick = plan.Kind == RefreshKind.Quick;
        var group = parts > 1
            ? new GrainTrainingParts(RecoKey.Create(tenant, plan.RefreshId).ToString(), parts, segments, grains, places, options.Value.Parts, time, partsLogger)
            : null;
        var request = new TrainingRequest
        {
            DatasetFolder = Path.Combine(folder, "dataset"),
            BundleFolder = Path.Combine(folder, "bundle"),
            Tenant = tenant,
            Parent = plan.Parent,
            WarmStartFolder = quick ? parent : null,
            Contents = items.ToDictionary(item => item.ItemId, ItemContent.Of, StringComparer.Ordinal),
            Options = options.Value.ToTrainingOptions(quick),
            StandsBack = options.Value.StandsBack,
            Parts = group,
            PartsOptions = options.Value.Parts.ToPartsOptions(),
            Checkpoint = group is null ? null : new RefreshCheckpoint(store, logger),
        };
        try
        {
            var progress = new ReportProgress(step => report(TrainingReports.Of(step, parts)));
            return (await new ModelTrainer(time).TrainAsync(request, progress, cancellationToken)).BundleFolder;
        }
        finally
        {
            // A lead that leaves in the middle leaves the parts to the one that goes on.
            if (group is not null && !cancellationToken.IsCancellationRequested)
            {
                await group.ReleaseAsync();
            }
        }
    }

    private async Task ForgetAsync(CheckpointStore store, string tenant)
    {
        try
        {
            await store.ClearAsync();
        }
        catch (Exception exception)
        {
            // It is of a refresh that has ended; the next one writes over it.
            LogNotForgotten(logger, tenant, exception);
        }
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

    private string Settings(TrainingPlan plan) => JsonSerializer.Serialize(
        (options.Value.ToTrainingOptions(plan.Kind == RefreshKind.Quick), options.Value.Parts.LocalSteps, plan.Parent),
        new JsonSerializerOptions { IncludeFields = true });

    /// <summary>Reports on the training thread; <see cref="Progress{T}"/> would post to the grain's scheduler, late and out of order.</summary>
    private sealed class ReportProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant}: training of refresh {RefreshId} goes on with {Parts} parts where another lead left it")]
    private static partial void LogResumed(ILogger logger, string tenant, string refreshId, int parts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: a training that was under way begins anew: {Reason}")]
    private static partial void LogNotResumed(ILogger logger, string tenant, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: the checkpoint of a training that has ended could not be removed")]
    private static partial void LogNotForgotten(ILogger logger, string tenant, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: bundle {Version} in service cannot be read; the candidate is not compared with it")]
    private static partial void LogNoParent(ILogger logger, string tenant, string version, Exception exception);
}
