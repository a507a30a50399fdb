namespace Orleans.Reco.Learning;

/// <summary>
/// Epochs on parts: local SGD with periodic averaging (Stich, ICLR 2019), of the weights and of both moments of AdamW. What a part does in
/// a round follows from what it was sent alone, so a round may be done again by whoever has the part's users.
/// </summary>
internal sealed class PartsEpochs(PartsLead lead, IReadOnlyList<PartInfo> infos, PartsOptions options, bool refit, TimeProvider time)
{
    // More rounds than any epoch has.
    private const int NumbersOfEpoch = 1 << 20;

    private long _saved = time.GetTimestamp();

    /// <summary>Rounds of an epoch: the largest part's steps, so many at a time.</summary>
    public int Rounds { get; } = Math.Max(1, (infos.Max(info => info.Steps(refit)) + options.LocalSteps - 1) / options.LocalSteps);

    /// <summary>Runs an epoch, or what is left of it, and gives its mean loss; null where the parts are lost.</summary>
    public double? TryRun(SequenceTrainer trainer, SequenceEncoder encoder, AdamWOptimizer optimizer, TrainingState run, int epochs, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        long samples = 0;
        while (run.Round < Rounds && !(time.GetTimestamp() > trainer.Deadline))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var epoch = run.Epoch + 1;
            var round = new TrainingRound
            {
                Number = ((((refit ? 1L : 0L) * NumbersOfEpoch) + epoch) * NumbersOfEpoch) + run.Round,
                Refit = refit,
                Epoch = epoch,
                Epochs = epochs,
                Index = run.Round,
                Count = Rounds,
                Steps = optimizer.Steps,
                RateFactor = run.RateFactor,
            };
            if (lead.Run(round, StateVector.Read(encoder, optimizer)) is not { } results)
            {
                return null;
            }

            Average(encoder, optimizer, run, results);
            samples += results.Sum(result => result.Samples);
            if (run.Round < Rounds && time.GetElapsedTime(_saved) >= options.CheckpointInterval)
            {
                trainer.Save(run);
                _saved = time.GetTimestamp();
            }

            var done = (double)run.Round / Rounds;
            trainer.Report(run, epoch, done, Mean(run), samples / Math.Max(1e-6, time.GetElapsedTime(started).TotalSeconds));
        }

        return Mean(run);
    }

    private static double Mean(TrainingState run) => run.LossSum / Math.Max(1, run.LossSteps);

    private static void Average(SequenceEncoder encoder, AdamWOptimizer optimizer, TrainingState run, IReadOnlyList<PartResult> results)
    {
        // A part that was stopped before its first step, or has no batch in this round, has nothing to say.
        PartResult[] moved = [.. results.Where(result => result.Samples > 0)];
        if (moved.Length > 0)
        {
            var mean = WeightedAverage.Of([.. moved.Select(result => (result.State, (double)result.Samples))]);
            StateVector.Write(mean, encoder, optimizer, optimizer.Steps + moved.Max(result => result.Steps));
        }

        run.CompleteRound(moved.Sum(result => result.LossSum), moved.Sum(result => result.Steps));
    }
}
