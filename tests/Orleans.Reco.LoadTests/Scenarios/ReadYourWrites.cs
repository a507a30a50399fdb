using System.Diagnostics;
using HdrHistogram;

namespace Orleans.Reco.LoadTests;

/// <summary>From sending a click to holding the list that reflects it, while the load runs.</summary>
internal static class ReadYourWrites
{
    private const int Pairs = 1500;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    public static async Task MeasureAsync(Scenario scenario, ILoadTarget target, double rate, string name, double limit)
    {
        var trials = new Trials(target, scenario.Load, $"{name}, beside clicks");
        var load = trials.RunAsync(rate, Between * Pairs * 1.2);
        var acknowledged = new LongHistogram(TimeSpan.FromMinutes(1).Ticks, 3);
        var whole = new LongHistogram(TimeSpan.FromMinutes(1).Ticks, 3);
        var workload = new Workload(scenario.Load, seed: 99);
        var degraded = 0;
        using var timer = new PeriodicTimer(Between);
        for (var i = 0; i < Pairs; i++)
        {
            await timer.WaitForNextTickAsync();
            var click = workload.Next();
            var began = Stopwatch.GetTimestamp();
            var sequence = await target.TrackAsync(click) ?? throw new InvalidOperationException("A click was not taken.");
            var acknowledgedAt = Stopwatch.GetTimestamp();
            switch (await target.RecommendAsync(click.User, sequence))
            {
                case Outcome.Ok:
                    break;
                case Outcome.Degraded:
                    // It reflects the click as well, by its neighbours alone.
                    degraded++;
                    break;
                default:
                    throw new InvalidOperationException("There was no list after the click.");
            }

            acknowledged.RecordValue(Stopwatch.GetElapsedTime(acknowledgedAt).Ticks);
            whole.RecordValue(Stopwatch.GetElapsedTime(began).Ticks);
        }

        _ = await load;
        var p99 = TimeSpan.FromTicks(acknowledged.GetValueAtPercentile(99)).TotalMilliseconds;
        var both = TimeSpan.FromTicks(whole.GetValueAtPercentile(99)).TotalMilliseconds;
        scenario.Report.Add(new Figure(
            $"Click acknowledged → changed list, p99 at half of saturation, {name}",
            p99,
            "ms",
            $"≤ {limit}",
            p99 <= limit && degraded <= Pairs / 100,
            $"{Pairs} pairs, one after the other, {degraded} lists degraded; click sent → changed list {both:F1} ms"));
    }
}
