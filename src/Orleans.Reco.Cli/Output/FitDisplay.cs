using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary>Shows the epochs of one model as the encoder's stage of a run.</summary>
internal sealed class FitDisplay(IProgress<TrainingProgress> target, TimeProvider time) : IProgress<FitProgress>
{
    private readonly long _started = time.GetTimestamp();

    public void Report(FitProgress value)
    {
        var fraction = Math.Clamp((value.Epoch - 1 + value.Share) / Math.Max(1, value.Epochs), 0, 1);
        target.Report(new TrainingProgress
        {
            Stage = TrainingStage.Encoder,
            Fraction = fraction,
            Message = "Training",
            Epoch = value.Epoch,
            Epochs = value.Epochs,
            Loss = value.PerSecond is null ? null : value.Loss,
            ValidationNdcg = value.Metric,
            EventsPerSecond = value.PerSecond,
            Remaining = fraction > 0.01 ? time.GetElapsedTime(_started) * ((1 - fraction) / fraction) : null,
        });
    }
}
