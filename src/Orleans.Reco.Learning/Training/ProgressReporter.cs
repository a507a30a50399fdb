namespace Orleans.Reco.Learning;

/// <summary>Turns the progress of stages into progress of the run.</summary>
internal sealed class ProgressReporter(IProgress<TrainingProgress>? target, TimeProvider time, TrainingOptions options)
{
    // The share of the run at which each stage begins, as it is on data of some 100,000 events.
    private static readonly double[] Begins = [0, 0.04, 0.1, 0.82, 0.85, 0.93, 0.98, 1, 1];

    private readonly long _started = time.GetTimestamp();
    private double _fraction;

    /// <summary>Tells that a stage has begun.</summary>
    public void Begin(TrainingStage stage, string message) => Report(stage, 0, message, null);

    /// <summary>Tells how far a stage is.</summary>
    public void Report(TrainingStage stage, double share, string message, FitProgress? epoch)
    {
        var (begin, end) = (Begins[(int)stage], Begins[(int)stage + 1]);
        _fraction = Math.Max(_fraction, begin + (end - begin) * Math.Clamp(share, 0, 1));
        var elapsed = time.GetElapsedTime(_started);
        target?.Report(new TrainingProgress
        {
            Stage = stage,
            Fraction = _fraction,
            Message = message,
            Epoch = epoch?.Epoch ?? 0,
            Epochs = epoch is null ? 0 : options.Epochs,
            Loss = epoch is { PerSecond: not null, Loss: { } loss } && double.IsFinite(loss) ? loss : null,
            ValidationNdcg = epoch?.Metric,
            EventsPerSecond = epoch is { PerSecond: > 0 and var rate } ? rate : null,
            Remaining = _fraction > 0.05 ? elapsed * ((1 - _fraction) / _fraction) : null,
        });
    }
}
