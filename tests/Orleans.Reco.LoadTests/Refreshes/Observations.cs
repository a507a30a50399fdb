using System.Collections.Concurrent;
using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>When each request should have been sent and how long its answer took from then; to be asked of any window afterwards.</summary>
internal sealed class Observations(TimeProvider time)
{
    private readonly ConcurrentQueue<(DateTimeOffset At, OperationKind Kind, Outcome Outcome, TimeSpan Took)> _all = [];
    private readonly (long Timestamp, DateTimeOffset At) _began = (Stopwatch.GetTimestamp(), time.GetUtcNow());

    public void Add(OperationKind kind, Outcome outcome, long arrival, TimeSpan took) =>
        _all.Enqueue((_began.At + Stopwatch.GetElapsedTime(_began.Timestamp, arrival), kind, outcome, took));

    /// <summary>Requests of some windows.</summary>
    public Window In(params IEnumerable<(DateTimeOffset From, DateTimeOffset To)> windows)
    {
        var list = windows.ToArray();
        var inside = _all.Where(seen => list.Any(window => seen.At >= window.From && seen.At < window.To)).ToArray();
        return new Window(
            inside.Length,
            inside.Count(seen => seen.Outcome is Outcome.Failed or Outcome.Refused),
            inside.Count(seen => seen.Outcome == Outcome.Degraded),
            Percentile(inside.Where(seen => seen.Kind == OperationKind.Recommend), 0.5),
            Percentile(inside.Where(seen => seen.Kind == OperationKind.Recommend), 0.99),
            Percentile(inside.Where(seen => seen.Kind == OperationKind.Track), 0.99),
            list.Aggregate(TimeSpan.Zero, (sum, window) => sum + (window.To - window.From)));
    }

    private static double Percentile(
        IEnumerable<(DateTimeOffset At, OperationKind Kind, Outcome Outcome, TimeSpan Took)> seen, double share)
    {
        var took = seen.Select(request => request.Took.TotalMilliseconds).Order().ToArray();
        return took.Length == 0 ? double.NaN : took[(int)Math.Ceiling(share * took.Length) - 1];
    }
}

/// <summary>What came of the requests of a window; times in milliseconds.</summary>
internal sealed record Window(int Requests, int Failed, int Degraded, double ListP50, double ListP99, double EventP99, TimeSpan Length)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Requests:N0} requests in {Length.TotalSeconds:F0} s, {Failed} failed, {Degraded} degraded; lists p50 {ListP50:F1} p99 {ListP99:F1} ms, events p99 {EventP99:F1} ms");
}
