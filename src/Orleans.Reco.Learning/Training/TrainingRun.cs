using System.Globalization;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>One training run, from data to bundle.</summary>
internal sealed class TrainingRun
{
    // Of a limited time, until when the encoder and its refit may train; the rest is for measuring and export.
    private const double EncoderShare = 0.65;
    private const double RefitShare = 0.85;
    private const double TowerShare = 0.95;
    private const int MaxValidationUsers = 2_000;

    private static readonly float[] PriorGrid = [0, 0.125f, 0.25f, 0.5f, 0.75f, 1, 1.5f, 2, 4];
    private static readonly float[] NeighbourGrid = [0, 0.25f, 0.5f, 1, 2, 4, 8, 16];
    private static readonly TimeSpan?[] HalfLives = [null, TimeSpan.FromDays(90), TimeSpan.FromDays(30), TimeSpan.FromDays(7)];

    private readonly TrainingRequest _request;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;
    private readonly ProgressReporter _progress;
    private readonly CancellationToken _cancellation;
    private readonly long _started;
    private CleaningReport? _cleaning;
    private IReadOnlyDictionary<string, ItemContent> _contents = new Dictionary<string, ItemContent>();

    public TrainingRun(TrainingRequest request, IProgress<TrainingProgress>? progress, TimeProvider time, CancellationToken cancellation)
    {
        (_request, _options, _time, _cancellation) = (request, request.Options, time, cancellation);
        _progress = new ProgressReporter(progress, time, request.Options);
        _started = time.GetTimestamp();
    }

    public TrainingResult Run()
    {
        using var session = TorchSession.Begin(_options.TorchThreads, _options.Seed, _cancellation);
        _progress.Begin(TrainingStage.Preparing, "Reading the data");
        var all = LoadData();
        var split = TemporalSplit.Create(all, _options.ValidationFraction, _options.HoldoutFraction);
        var data = all.WithItemsBefore(split.HoldoutFrom);
        var validation = Evaluator(data, split.ValidationFrom, split.HoldoutFrom, MaxValidationUsers);
        var holdout = Evaluator(data, split.HoldoutFrom, long.MaxValue, int.MaxValue);

        _progress.Begin(TrainingStage.Baselines, "Fitting popularity, item-kNN and ALS");
        var popularity = FitPopularity(data, split, validation);
        var knn = ItemKnnModel.Fit(data, split.HoldoutFrom, threads: _options.Threads, cancellationToken: _cancellation);
        var parts = PrepareParts(session, data, split);
        _progress.Report(TrainingStage.Baselines, 0.5, "Fitting ALS", null);
        var als = parts.FitAls(data, split.HoldoutFrom);

        using var encoder = _options.CreateEncoder(data.Items.Count, data.Types.Count);
        WarmUp(encoder, data);
        var bare = new SequenceScorer(encoder, _options.MaxLength);
        var best = TrainEncoder(encoder, data, split, parts, () =>
            (parts.Measure(validation, encoder, data, split.ValidationFrom) ?? validation.Evaluate(bare, _cancellation)).Ndcg10);
        var (priorWeight, neighbourWeight) = TuneBlend(encoder, data, split, popularity.HalfLife, validation);
        Refit(encoder, data, split, parts, best.BestEpoch);

        _progress.Begin(TrainingStage.Evaluating, $"Measuring on the holdout: {holdout.Users} users");
        var neighbours = BundleNeighbours.Create(knn, _options.Neighbours);
        var prior = new PopularityPrior(priorWeight, popularity.Scores);
        var model = new SequenceScorer(encoder, _options.MaxLength, prior);
        var served = new NeighbourBlendModel(model, neighbours, data, neighbourWeight);
        var table = new MetricsTable
        {
            Protocol = EvaluationProtocol.Describe(split, _options),
            Users = holdout.Users,
            Items = data.Items.Count,
            Rows = [.. new IRecommenderModel[] { popularity, knn, als, model, served }.Select(m =>
                (m == model ? parts.Measure(holdout, encoder, data, split.HoldoutFrom, priorWeight, popularity.Scores) : null)
                ?? holdout.Evaluate(m, _cancellation))],
        };
        _progress.Begin(TrainingStage.Exporting, "Learning the content tower");
        var tower = FitTower(data, split, model);
        _progress.Report(TrainingStage.Exporting, 0.9, "Writing the bundle", null);
        _cancellation.ThrowIfCancellationRequested();
        var manifest = new BundleExport(_request, _time) { Notes = parts.Notes() }.Write(
            data, split, encoder, prior, neighbours, neighbourWeight, popularity, best, table, tower);
        _progress.Begin(TrainingStage.Done, $"Bundle {manifest.Version}");
        return new TrainingResult
        {
            BundleFolder = _request.BundleFolder,
            Manifest = manifest,
            MetricsTable = table,
            Cleaning = _cleaning,
            Duration = _time.GetElapsedTime(_started),
        };
    }

    private InteractionDataset LoadData()
    {
        var folder = _request.DatasetFolder;
        var temporary = folder is null ? Directory.CreateTempSubdirectory("reco-train-").FullName : null;
        try
        {
            if (temporary is not null)
            {
                _cleaning = DatasetImporter.Import(
                    new ImportOptions { Files = _request.EventLogSegments, Output = temporary, Preset = ImportPreset.EventLog },
                    _cancellation);
            }

            var data = DatasetReader.Read(folder ?? temporary!, _request.Types, _cancellation);
            _contents = _request.Contents ?? ContentReader.Read(folder ?? temporary!, _cancellation);
            Require("interactions", data.Events.Length, _options.MinInteractions);
            Require("users", data.Users.Count, _options.MinUsers);
            Require("items", data.Items.Count, _options.MinItems);
            return data;
        }
        finally
        {
            if (temporary is not null)
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private void WarmUp(SequenceEncoder encoder, InteractionDataset data)
    {
        if (_request.WarmStartFolder is { } folder
            && File.Exists(Path.Combine(folder, EncoderFiles.Weights))
            && ModelBundle.ReadManifest(folder) is { Architecture: BundleExport.Architecture } parent
            && parent.Dimension == encoder.Dimension + 1
            && parent.StateDimension == encoder.ToGraphs(_options.MaxLength, constant: true).StateDimension)
        {
            WarmStart.Apply(encoder, data, folder, BundleExport.Architecture);
        }
    }

    private RankingEvaluator Evaluator(InteractionDataset data, long from, long to, int maxUsers)
    {
        var cases = TemporalSplit.Cases(data, from, to, maxUsers, _options.Seed);
        return cases.Count > 0
            ? new RankingEvaluator(cases, TemporalSplit.ItemsBefore(data, from), _options.Threads)
            : throw new DatasetException(
                "interactions", "no user with a history turns to a new item in the validation or holdout window; more data is needed.");
    }

    private PopularityModel FitPopularity(InteractionDataset data, TemporalSplit split, RankingEvaluator validation)
    {
        var best = HalfLives.MaxBy(h => validation.Evaluate(PopularityModel.Fit(data, split.ValidationFrom, h), _cancellation).Ndcg10);
        return PopularityModel.Fit(data, split.HoldoutFrom, best);
    }

    private SequenceTrainingResult TrainEncoder(
        SequenceEncoder encoder, InteractionDataset data, TemporalSplit split, PartsLead parts, Func<double> validation)
    {
        _progress.Begin(TrainingStage.Encoder, "Training the encoder");
        var trainer = new SequenceTrainer(data.Before(split.ValidationFrom), _options.ToSequence(data.Items.Count), _time)
        {
            Validation = validation,
            Deadline = Deadline(EncoderShare),
            Checkpoint = _request.Checkpoint,
            Parts = parts.Epochs(refit: false),
            Progress = e => _progress.Report(TrainingStage.Encoder, (e.Epoch - 1 + e.Share) / _options.Epochs, $"Epoch {e.Epoch}", e),
        };
        return trainer.Train(encoder, _cancellation);
    }

    // One after the other: first how much popularity says beside the encoder, then how much neighbours say beside both.
    private (float Prior, float Neighbours) TuneBlend(
        SequenceEncoder encoder, InteractionDataset data, TemporalSplit split, TimeSpan? halfLife, RankingEvaluator validation)
    {
        _progress.Begin(TrainingStage.Tuning, "Tuning the weights of popularity and neighbours");
        var popularity = PopularityModel.Fit(data, split.ValidationFrom, halfLife).Scores;
        var earlier = ItemKnnModel.Fit(data, split.ValidationFrom, threads: _options.Threads, cancellationToken: _cancellation);
        var neighbours = BundleNeighbours.Create(earlier, _options.Neighbours);
        SequenceScorer WithPrior(float weight) => new(encoder, _options.MaxLength, new PopularityPrior(weight, popularity));
        double Measure(IRecommenderModel model) => validation.Evaluate(model, _cancellation).Ndcg10;

        var prior = PriorGrid.MaxBy(w => Measure(WithPrior(w)));
        var encoded = WithPrior(prior);
        return (prior, NeighbourGrid.MaxBy(w => Measure(new NeighbourBlendModel(encoded, neighbours, data, w))));
    }

    private void Refit(SequenceEncoder encoder, InteractionDataset data, TemporalSplit split, PartsLead parts, int bestEpoch)
    {
        var epochs = (int)Math.Ceiling(bestEpoch * _options.RefitShare);
        if (epochs > 0)
        {
            _progress.Begin(TrainingStage.Refit, "Taking in the validation window");
            _ = new SequenceTrainer(data.Before(split.HoldoutFrom), _options.ToRefit(data.Items.Count, epochs), _time)
            {
                FirstEpoch = _options.Epochs + 1,
                Parts = parts.Epochs(refit: true),
                Deadline = Deadline(RefitShare),
                Progress = e => _progress.Report(
                    TrainingStage.Refit, (e.Epoch - 1 + e.Share) / epochs, "Taking in the validation window", null),
            }.Train(encoder, _cancellation);
        }
    }

    private PartsLead PrepareParts(TorchSession session, InteractionDataset data, TemporalSplit split)
    {
        var parts = new PartsLead(_request, session, _time, _cancellation);
        if (parts.IsWanted(data))
        {
            _progress.Report(TrainingStage.Baselines, 0.3, $"Bringing the users to {parts.Count} trainers", null);
            parts.Prepare(data, split);
        }

        return parts;
    }

    private ContentTower? FitTower(InteractionDataset data, TemporalSplit split, SequenceScorer model)
    {
        var deadline = Deadline(TowerShare);
        return ContentTower.Fit(
            _contents,
            data,
            split.HoldoutFrom,
            model.ToVectorSpace(),
            new ContentTowerOptions { Seed = _options.Seed, TorchThreads = _options.TorchThreads },
            () => _time.GetTimestamp() > deadline,
            _cancellation);
    }

    private long? Deadline(double share) => _options.MaxDuration is { } limit
        ? _started + (long)(limit.TotalSeconds * share * _time.TimestampFrequency)
        : null;

    private static void Require(string what, int actual, int least)
    {
        if (actual < least)
        {
            throw new DatasetException(
                what,
                string.Create(CultureInfo.InvariantCulture, $"{actual} are too few to train on; at least {least} are needed."));
        }
    }
}
