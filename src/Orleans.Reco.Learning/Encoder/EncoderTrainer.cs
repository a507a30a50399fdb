using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Trains the encoder by AdamW, epoch by epoch.</summary>
internal sealed class EncoderTrainer(InteractionDataset dataset, TrainingOptions options, TimeProvider time)
{
    // Epoch numbers seed the generators: those of a refit must not repeat the first training's.
    public const int RefitEpochs = 10_000;

    /// <summary>
    /// Trains on the events before a time, measures after each epoch, and leaves the encoder with the weights of its best one.
    /// </summary>
    /// <param name="encoder">The encoder; changed.</param>
    /// <param name="before">Events from this time on are not trained on, seconds since 1970-01-01 UTC.</param>
    /// <param name="validation">Gives the validation NDCG@10; training stops when it no longer grows.</param>
    /// <param name="deadline">A timestamp of the clock; no epoch is begun that would not end before it. Null = no limit.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellationToken">Ends training between two batches.</param>
    /// <returns>The best epoch, from 1, and its validation NDCG@10.</returns>
    public (int Epoch, double Ndcg) Train(
        GruEncoder encoder,
        long before,
        Func<double> validation,
        long? deadline,
        Action<EncoderEpoch> progress,
        CancellationToken cancellationToken)
    {
        var batches = new SequenceBatches(dataset, before, options);
        using var optimizer = Optimizer(encoder, options.LearningRate);
        var loss = Loss(encoder, before);
        (int Epoch, double Ndcg) best = (0, -1);
        double? measured = null;
        var snapshot = encoder.Snapshot();
        try
        {
            for (var epoch = 1; epoch <= options.Epochs && epoch - best.Epoch <= options.Patience; epoch++)
            {
                var started = time.GetTimestamp();
                Run(encoder, optimizer, loss, batches, epoch, measured, deadline, progress, cancellationToken);
                var ndcg = validation();
                measured = ndcg;
                if (ndcg > best.Ndcg)
                {
                    best = (epoch, ndcg);
                    DisposeAll(snapshot);
                    snapshot = encoder.Snapshot();
                }
                else
                {
                    // Off the plateau with smaller steps, as long as patience lasts.
                    optimizer.LearningRate *= 0.5;
                }

                progress(new EncoderEpoch(epoch, 1, double.NaN, ndcg, 0));
                var took = time.GetTimestamp() - started;
                if (deadline is { } end && time.GetTimestamp() + took > end)
                {
                    break;
                }
            }

            encoder.Restore(snapshot);
            return best;
        }
        finally
        {
            DisposeAll(snapshot);
        }
    }

    /// <summary>Trains for some epochs with small steps and no measuring, to take in events that came after the first training.</summary>
    /// <remarks>At the deadline, a timestamp of the clock, it ends where it is; every step has made the encoder newer.</remarks>
    public void Continue(
        GruEncoder encoder, long before, int epochs, long? deadline, Action<EncoderEpoch> progress, CancellationToken cancellationToken)
    {
        var batches = new SequenceBatches(dataset, before, options);
        using var optimizer = Optimizer(encoder, options.LearningRate * 0.5);
        var loss = Loss(encoder, before);
        for (var epoch = 1; epoch <= epochs && !(time.GetTimestamp() > deadline); epoch++)
        {
            Run(encoder, optimizer, loss, batches, RefitEpochs + epoch, null, deadline, progress, cancellationToken);
        }
    }

    private void Run(
        GruEncoder encoder,
        AdamWOptimizer optimizer,
        NextItemLoss loss,
        SequenceBatches batches,
        int epoch,
        double? measured,
        long? deadline,
        Action<EncoderEpoch> progress,
        CancellationToken cancellationToken)
    {
        var seed = EpochSeed(options.Seed, epoch);
        var random = new Random(seed);
        _ = manual_seed(seed);
        encoder.train();
        var started = time.GetTimestamp();
        double sum = 0;
        var done = 0;
        var all = batches.Epoch(seed);
        for (var i = 0; i < all.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (NewDisposeScope())
            {
                optimizer.ClearGradients();
                var value = loss.Compute(all[i], random);
                value.backward();
                _ = nn.utils.clip_grad_norm_(encoder.parameters(), options.GradientClip);
                optimizer.Step();
                sum += value.data<float>()[0];
            }

            done += all[i].Targets.Length;
            if (i % 20 == 19 || i == all.Count - 1)
            {
                var seconds = Math.Max(1e-6, time.GetElapsedTime(started).TotalSeconds);
                progress(new EncoderEpoch(epoch, (i + 1.0) / all.Count, sum / (i + 1), measured, done / seconds));
            }

            if (deadline is { } end && time.GetTimestamp() > end)
            {
                break;
            }
        }
    }

    private AdamWOptimizer Optimizer(GruEncoder encoder, double learningRate) =>
        new(encoder.parameters(), learningRate, options.WeightDecay);

    private NextItemLoss Loss(GruEncoder encoder, long before) => new(
        encoder,
        encoder.Items <= options.FullSoftmaxItems ? null : new NegativeSampler(dataset, before, options.Negatives));

    // HashCode.Combine has another seed in each process.
    private static int EpochSeed(int seed, int epoch) => unchecked((seed * 1_000_003) ^ (epoch * 7_919));

    private static void DisposeAll(Dictionary<string, Tensor> snapshot)
    {
        foreach (var tensor in snapshot.Values)
        {
            tensor.Dispose();
        }
    }
}
