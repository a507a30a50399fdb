using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>The protocol in words, as it stands beside every number.</summary>
internal static class EvaluationProtocol
{
    public static string Describe(TemporalSplit split, TrainingOptions options) => string.Join(
        ' ',
        string.Create(
            CultureInfo.InvariantCulture,
            $"Global temporal split: the last {options.HoldoutFraction:P0} of the interactions, from {Time(split.HoldoutFrom)}, are the holdout,"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"the {options.ValidationFraction:P0} before, from {Time(split.ValidationFrom)}, the validation window on which epochs,"),
        "the popularity's half-life and the blend's weights are chosen; then every model is given all that lies before the holdout.",
        "Ranked for is each user with a history before the holdout who turned to a new item in it; targets are all such items, if anyone",
        "had interacted with them before. Full ranking over the whole vocabulary without the items of the user's history; no sampled",
        "negatives. The history ends where the holdout begins.");

    private static string Time(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
