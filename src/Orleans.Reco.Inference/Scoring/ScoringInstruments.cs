using System.Diagnostics.Metrics;

namespace Orleans.Reco.Inference;

/// <summary>What scoring workers measure.</summary>
public static class ScoringInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Orleans.Reco.Scoring";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("reco.scoring.batch.size", "{query}", "Queries of a batch.");

    internal static readonly Histogram<double> QueueWait =
        Meter.CreateHistogram<double>("reco.scoring.queue.wait", "ms", "Time from a query's arrival to the start of its batch.");

    internal static readonly Histogram<double> StageDuration =
        Meter.CreateHistogram<double>("reco.scoring.stage.duration", "ms", "Time of a stage for a whole batch.");

    internal static readonly Counter<long> Shed =
        Meter.CreateCounter<long>("reco.scoring.shed", "{query}", "Queries refused because the queue was full.");

    internal static readonly Counter<long> Cancelled =
        Meter.CreateCounter<long>("reco.scoring.cancelled", "{query}", "Queries whose caller left before their batch.");

    internal static readonly Counter<long> Scanned =
        Meter.CreateCounter<long>("reco.scoring.retrieval.scanned", "{query}", "Queries that the retrieval graph left to a scan.");

    internal static readonly Counter<long> Failed =
        Meter.CreateCounter<long>("reco.scoring.failed", "{query}", "Queries that failed.");

    /// <summary>Counts a query that was not even sent to a worker, as that had no room just before.</summary>
    /// <param name="worker">The worker's name.</param>
    public static void CountShed(string worker) => Shed.Add(1, new KeyValuePair<string, object?>("worker", worker));
}
