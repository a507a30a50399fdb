using System.Globalization;

namespace Orleans.Reco.Core;

/// <summary>Decides whether a candidate may go into service, from numbers alone.</summary>
public static class RefreshGate
{
    /// <summary>The checks of what was measured off line. A candidate that was not measured at all does not pass; what could not be compared is left out.</summary>
    /// <param name="metrics">By the names of <see cref="GateMetrics"/>.</param>
    /// <param name="options">The bounds.</param>
    public static GateCheck[] Check(IReadOnlyDictionary<string, double> metrics, RefreshGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(options);
        var checks = new List<GateCheck>();
        if (!options.Enabled)
        {
            return [];
        }

        checks.Add(new GateCheck(
            "NDCG@10 on the holdout",
            Number(metrics, GateMetrics.Served) ?? double.NaN,
            metrics.GetValueOrDefault(GateMetrics.Popularity) * options.MinGainOverPopularity));
        if (Number(metrics, GateMetrics.Parent) is { } parent && metrics.GetValueOrDefault(GateMetrics.Users) >= options.MinUsers)
        {
            checks.Add(new GateCheck(
                "NDCG@10 less that of the model in service, upper end of the interval",
                metrics.GetValueOrDefault(GateMetrics.DifferenceHigh),
                -options.MaxLoss * parent));
            checks.Add(Floor("Coverage@10", GateMetrics.CandidateCoverage, GateMetrics.ParentCoverage, options.MinCoverage));
            if (metrics.GetValueOrDefault(GateMetrics.ColdUsers) >= options.MinUsers)
            {
                checks.Add(Floor("Recall@20 of cold items", GateMetrics.CandidateColdRecall, GateMetrics.ParentColdRecall, options.MinColdRecall));
            }
        }

        return [.. checks];

        GateCheck Floor(string name, string candidate, string other, double share) =>
            new(name, metrics.GetValueOrDefault(candidate), metrics.GetValueOrDefault(other) * share);
    }

    /// <summary>The check of what the staging silos measured: one for the slowest of them; none where there was nothing to compare with.</summary>
    /// <param name="latencies">For each silo the 99th percentile of the scoring time of the candidate and of the one in service.</param>
    /// <param name="options">The bounds.</param>
    public static GateCheck[] CheckLatency(IEnumerable<(TimeSpan Candidate, TimeSpan Parent)> latencies, RefreshGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(latencies);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Enabled || options.MaxLatency == 0)
        {
            return [];
        }

        return
        [
            .. latencies
                .Select(l => new GateCheck(
                    "Scoring time on the staging silos, p99 in ms",
                    l.Candidate.TotalMilliseconds,
                    Most: Math.Max(options.LatencyAllowance.TotalMilliseconds, options.MaxLatency * l.Parent.TotalMilliseconds)))
                .OrderByDescending(check => check.Value / check.Most)
                .Take(1),
        ];
    }

    /// <summary>What was refused, with its numbers; null where all passed.</summary>
    public static string? Refusal(IReadOnlyList<GateCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.All(check => check.Passed)
            ? null
            : $"Refused by the gate: {Describe(checks.Where(check => !check.Passed), "is needed")}";
    }

    /// <summary>What was passed, with its numbers.</summary>
    public static string Summary(IReadOnlyList<GateCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.Count == 0 ? "The gate is open" : $"Passed the gate: {Describe(checks, "was needed")}";
    }

    private static string Describe(IEnumerable<GateCheck> checks, string needed) =>
        string.Join(". ", checks.Select(check => $"{check.Name} is {Text(check.Value)}; {Bound(check)} {needed}"));

    private static string Bound(GateCheck check) =>
        check.Least is { } least ? $"at least {Text(least)}" : $"at most {Text(check.Most ?? double.NaN)}";

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static double? Number(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name, out var value) ? value : null;
}
