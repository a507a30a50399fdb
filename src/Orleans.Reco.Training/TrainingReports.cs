using System.Globalization;
using Orleans.Reco.Grains;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Training;

/// <summary>Tells the coordinator how far a training is.</summary>
internal static class TrainingReports
{
    public static TrainingReport Of(TrainingProgress step, int parts) => new()
    {
        Stage = step.Stage switch
        {
            TrainingStage.Preparing => RefreshStage.Preparing,
            TrainingStage.Evaluating or TrainingStage.Exporting or TrainingStage.Done => RefreshStage.Evaluating,
            _ => RefreshStage.Training,
        },
        Progress = step.Fraction,
        Message = Describe(step, parts),
    };

    private static string Describe(TrainingProgress step, int parts)
    {
        string?[] told =
        [
            step.Epoch > 0 ? $"Epoch {step.Epoch} of at most {step.Epochs}" : step.Message,
            step.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:F3}") : null,
            step.ValidationNdcg is { } ndcg ? string.Create(CultureInfo.InvariantCulture, $"validation NDCG@10 {ndcg:F4}") : null,
            step.EventsPerSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:N0} events/s") : null,
            step.Epoch > 0 && parts > 1 ? string.Create(CultureInfo.InvariantCulture, $"{parts} parts") : null,
        ];
        return string.Join(", ", told.OfType<string>());
    }
}
