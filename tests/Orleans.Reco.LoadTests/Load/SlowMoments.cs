using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>When the slowest answers were due: what holds a process up for a moment shows in its distance to the next.</summary>
internal sealed class SlowMoments
{
    private const int Shown = 12;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, (int Answers, TimeSpan Slowest)> _moments = [];
    private long _began = Stopwatch.GetTimestamp();

    public void Clear()
    {
        lock (_lock)
        {
            _moments.Clear();
            _began = Stopwatch.GetTimestamp();
        }
    }

    public void Observe(OperationKind kind, Outcome outcome, long arrival, TimeSpan took)
    {
        lock (_lock)
        {
            var moment = (long)(Stopwatch.GetElapsedTime(_began, arrival) / Moment);
            var (answers, slowest) = _moments.GetValueOrDefault(moment);
            _moments[moment] = (answers + 1, took > slowest ? took : slowest);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return "slowest: " + string.Join(", ", _moments
                .OrderByDescending(moment => moment.Value.Slowest)
                .Take(Shown)
                .OrderBy(moment => moment.Key)
                .Select(moment => $"{moment.Value.Slowest.TotalMilliseconds:F0} ms at {(moment.Key * Moment).TotalSeconds:F1} s"));
        }
    }
}
