using HdrHistogram;

namespace Orleans.Reco.LoadTests;

/// <summary>Counts outcomes and latencies of one run. Thread-safe.</summary>
internal sealed class LoadRecorder(TimeSpan duration)
{
    private const int Kinds = 2;
    private const int Outcomes = 4;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly LongConcurrentHistogram[] _latencies =
        [.. Enumerable.Range(0, Kinds * Outcomes).Select(_ => new LongConcurrentHistogram(1, Microseconds(Longest), 3))];

    private readonly long[] _inTime = new long[Kinds * Outcomes];
    private ProcessUsage _before;
    private ProcessUsage _after;
    private long _arrived;
    private long _notSent;
    private volatile bool _ended;

    public void Begin() => _before = ProcessUsage.Now();

    public void End()
    {
        _ended = true;
        _after = ProcessUsage.Now();
    }

    /// <summary>A request was due, sent or not.</summary>
    public void Arrived() => _ = Interlocked.Increment(ref _arrived);

    public void NotSent(bool counting) => _ = counting ? Interlocked.Increment(ref _notSent) : 0;

    public void Record(OperationKind kind, Outcome outcome, TimeSpan latency)
    {
        var slot = ((int)kind * Outcomes) + (int)outcome;
        if (!_ended)
        {
            _ = Interlocked.Increment(ref _inTime[slot]);
        }

        _latencies[slot].RecordValue(Math.Clamp(Microseconds(latency), 1, Microseconds(Longest)));
    }

    /// <summary>Throughput and use; whatever was answered after the end does not count.</summary>
    public LoadResult ToResult()
    {
        double PerSecond(OperationKind kind, Outcome outcome) =>
            Interlocked.Read(ref _inTime[((int)kind * Outcomes) + (int)outcome]) / duration.TotalSeconds;
        double Both(Outcome outcome) => PerSecond(OperationKind.Recommend, outcome) + PerSecond(OperationKind.Track, outcome);
        var answered = Both(Outcome.Ok) + Both(Outcome.Degraded);
        return new LoadResult
        {
            Offered = Interlocked.Read(ref _arrived) / duration.TotalSeconds,
            Ok = Both(Outcome.Ok),
            Recommended = PerSecond(OperationKind.Recommend, Outcome.Ok),
            Degraded = Both(Outcome.Degraded),
            Refused = Both(Outcome.Refused),
            Failed = Both(Outcome.Failed) + (_notSent / duration.TotalSeconds),
            Usage = _after.Since(_before, Math.Max(1, answered * duration.TotalSeconds)),
        };
    }

    /// <summary>Latencies of all that were sent while it counted, also of those that were answered later.</summary>
    public Dictionary<string, Latency> Latencies()
    {
        var latencies = new Dictionary<string, Latency>();
        foreach (var kind in Enum.GetValues<OperationKind>())
        {
            foreach (var outcome in Enum.GetValues<Outcome>())
            {
                var histogram = _latencies[((int)kind * Outcomes) + (int)outcome];
                if (histogram.TotalCount > 0)
                {
                    latencies[$"{kind} {outcome}".ToLowerInvariant()] = Latency.Of(histogram);
                }
            }
        }

        return latencies;
    }

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;
}
