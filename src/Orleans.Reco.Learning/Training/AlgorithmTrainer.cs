using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Trains one algorithm on a dataset, measures it once on the test part and writes its bundle.</summary>
/// <param name="time">Tells when a bundle is made and how long epochs take.</param>
public sealed class AlgorithmTrainer(TimeProvider time)
{
    /// <summary>Trains on a thread of its own.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="progress">Told after each epoch and now and then within; called on the training thread.</param>
    /// <param name="cancellationToken">Ends training between two batches; with a checkpoint folder the same request goes on later.</param>
    /// <exception cref="DatasetException">The data, the algorithm or a hyper-parameter is not usable; the message says what is allowed.</exception>
    public Task<TrainingResult> TrainAsync(
        AlgorithmRequest request, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        var algorithm = ModelAlgorithms.Get(request.Algorithm);
        var parameters = new ParameterValues(algorithm, request.Parameters);
        return Task.Factory.StartNew(
            () => Train(request, algorithm, parameters, progress, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private TrainingResult Train(
        AlgorithmRequest request,
        IModelAlgorithm algorithm,
        ParameterValues parameters,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var split = request.Split.Create(DatasetReader.Read(request.DatasetFolder, InteractionTypes.Default, cancellationToken));

        // What stops early must not have learnt what it is stopped by; the others have nothing to choose and may learn it all.
        var stopsEarly = parameters.All.ContainsKey("epochs");
        var data = stopsEarly ? split.Train : split.TrainAndValidation;
        using var model = algorithm.Fit(new FitContext
        {
            Data = data,
            Parameters = parameters,
            Validation = stopsEarly ? new RankingEvaluator(split.Validation, split.Candidates, request.Threads) : null,
            Seed = request.Seed,
            Threads = request.Threads,
            TorchThreads = request.TorchThreads,
            Time = time,
            Progress = progress,
            CheckpointFolder = request.CheckpointFolder,
            ParentBundle = request.ParentBundle,
            CancellationToken = cancellationToken,
        });
        var table = new MetricsTable
        {
            Protocol = split.Protocol,
            Users = split.Test.Count,
            Items = data.Items.Count,
            Rows = [new RankingEvaluator(split.Test, split.Candidates, request.Threads).Evaluate(model, cancellationToken)],
        };
        var recorded = parameters.ToText();
        recorded["split"] = request.Split.ToString();
        foreach (var (name, value) in model.Choices)
        {
            recorded[name] = FormattableString.Invariant($"{value}");
        }

        var parent = request.ParentBundle is { } parentFolder ? ModelBundle.Open(parentFolder).Version : null;
        var manifest = ModelBundles.Write(
            request.BundleFolder, data, algorithm.Name, recorded, model.Export(), table, request.Tenant, null, parent, time, request.Seed);
        if (request.CheckpointFolder is { } folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return new TrainingResult
        {
            BundleFolder = request.BundleFolder,
            Manifest = manifest,
            MetricsTable = table,
            Duration = time.GetElapsedTime(started),
        };
    }
}
