using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Trains an encoder by AdamW, epoch by epoch, with early stopping, and can be stopped and resumed after any epoch.</summary>
/// <param name="data">What is trained on.</param>
/// <param name="options">How.</param>
/// <param name="time">Tells how long epochs take.</param>
internal sealed class SequenceTrainer(InteractionDataset data, SequenceTrainingOptions options, TimeProvider time)
{
    private readonly SequenceBatches _batches = new(data, options);

    /// <summary>The validation metric, called after an epoch; null = none is measured, and the last epoch is the best.</summary>
    public Func<double>? Validation { get; init; }

    /// <summary>Where the state after each epoch is kept; null = nowhere.</summary>
    public ITrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>Runs the epochs on parts; null = they run here.</summary>
    public PartsEpochs? Parts { get; init; }

    /// <summary>A timestamp of the clock; no epoch is begun that would not end before it, and one that runs is cut. Null = no limit.</summary>
    public long? Deadline { get; init; }

    /// <summary>Epoch numbers seed the generators; a second training of one encoder starts at another one.</summary>
    public int FirstEpoch { get; init; } = 1;

    /// <summary>Told now and then.</summary>
    public Action<FitProgress>? Progress { get; init; }

    /// <summary>Trains, and leaves the encoder with the weights of its best epoch.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, between two batches; the checkpoint is that of the last whole epoch.</exception>
    public SequenceTrainingResult Train(SequenceEncoder encoder, CancellationToken cancellationToken)
    {
        using var optimizer = new AdamWOptimizer(encoder.named_parameters(), options.LearningRate, options.WeightDecay);
        using var average = options.Averaging > 0 ? new WeightAverage(encoder, options.Averaging) : null;
        using var run = new TrainingState(encoder, optimizer, average);
        run.Resume(Checkpoint, options);
        var steps = new SequenceSteps(encoder, optimizer, data, options);
        while (run.Epoch < options.Epochs && (Validation is null || run.Epoch - run.BestEpoch < options.Patience || run.Epoch == 0))
        {
            var started = time.GetTimestamp();
            if (Deadline < started + (run.Curve.Count > 0 ? (long)(run.Curve[^1].Seconds * time.TimestampFrequency) : 0))
            {
                break;
            }

            var epoch = run.Epoch + 1;
            var mean = Parts?.TryRun(this, encoder, optimizer, run, options.Epochs, cancellationToken)
                ?? Run(encoder, optimizer, average, steps, run, epoch, cancellationToken);
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            double? metric = Validation is not null && (epoch % options.MeasureEvery == 0 || epoch == options.Epochs)
                ? average is null ? Validation() : average.With(Validation)
                : null;
            run.Complete(new SequenceEpoch(epoch, mean, metric, seconds), options.PlateauFactor, Validation is null);
            Save(run);
            Report(run, epoch, 1, mean, null);
        }

        run.RestoreBest();
        return new SequenceTrainingResult(run.BestEpoch, run.BestMetric, run.Curve);
    }

    private double Run(
        SequenceEncoder encoder,
        AdamWOptimizer optimizer,
        WeightAverage? average,
        SequenceSteps steps,
        TrainingState run,
        int epoch,
        CancellationToken cancellationToken)
    {
        var seed = EpochSeed(options.Seed, FirstEpoch - 1 + epoch);
        var random = new Random(seed);
        _ = manual_seed(seed);
        encoder.train();
        var started = time.GetTimestamp();
        double sum = 0;
        var done = 0;
        var all = _batches.Epoch(seed);
        for (var i = 0; i < all.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum += steps.Take(all[i], random, (epoch - 1.0) + ((double)i / all.Count), run.RateFactor);
            average?.Add(optimizer.Steps);
            done += all[i].Positions.Length;
            if (i % 20 == 19 || i == all.Count - 1)
            {
                var seconds = Math.Max(1e-6, time.GetElapsedTime(started).TotalSeconds);
                Report(run, epoch, (i + 1.0) / all.Count, sum / (i + 1), done / seconds);
            }

            if (time.GetTimestamp() > Deadline)
            {
                return sum / (i + 1);
            }
        }

        return sum / Math.Max(1, all.Count);
    }

    /// <summary>Keeps the state where a checkpoint is wanted.</summary>
    internal void Save(TrainingState run) => Checkpoint?.Write(run.ToBytes(options));

    internal void Report(TrainingState run, int epoch, double share, double loss, double? perSecond) => Progress?.Invoke(
        new FitProgress(epoch, options.Epochs, share, loss, run.Curve.LastOrDefault(e => e.Ndcg10 is not null)?.Ndcg10, perSecond));

    // HashCode.Combine has another seed in each process.
    internal static int EpochSeed(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7_919));
}
