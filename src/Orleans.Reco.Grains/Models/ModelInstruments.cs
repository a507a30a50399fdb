using System.Diagnostics.Metrics;

namespace Orleans.Reco.Grains;

/// <summary>What is measured of refreshes and canaries. No label names a version: there would be a new one each day.</summary>
public static class ModelInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Orleans.Reco.Models";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Refreshes =
        Meter.CreateCounter<long>("reco.model.refreshes", "{refresh}", "Refreshes that have ended, by their last stage.");

    internal static readonly Histogram<double> StageDuration =
        Meter.CreateHistogram<double>("reco.model.refresh.stage.duration", "s", "Time that a refresh spent in a stage.");

    internal static readonly Histogram<double> SwitchDuration =
        Meter.CreateHistogram<double>("reco.model.switch.duration", "ms", "Time until every silo had a change of what is served.");

    internal static readonly Counter<long> CanaryUsers =
        Meter.CreateCounter<long>("reco.canary.users", "{user}", "Users that were counted in a canary, by arm.");

    internal static readonly Counter<long> VectorsRecomputed = Meter.CreateCounter<long>(
        "reco.model.vectors.recomputed", "{user}", "Resident users whose vectors were made anew in the background after a change of models.");

    internal static KeyValuePair<string, object?> Arm(bool isCanary) => new("arm", isCanary ? "canary" : "control");

    /// <summary>Records what an ended refresh took.</summary>
    internal static void Record(RefreshInfo ended)
    {
        Refreshes.Add(1, new KeyValuePair<string, object?>("stage", Word(ended.Stage)));
        foreach (var (entered, left) in ended.Times.Zip(ended.Times.Skip(1)))
        {
            StageDuration.Record((left.At - entered.At).TotalSeconds, new KeyValuePair<string, object?>("stage", Word(entered.Stage)));
        }
    }

    private static string Word(RefreshStage stage) => stage.ToString().ToLowerInvariant();
}
