namespace Orleans.Reco.LoadTests;

/// <summary>What came of one run at one rate; rates in requests a second.</summary>
internal sealed record LoadResult
{
    /// <summary>What arrived: a Poisson process of some seconds is some percent off its rate.</summary>
    public required double Offered { get; init; }

    /// <summary>Full answers within the time.</summary>
    public required double Ok { get; init; }

    /// <summary>Those of them that are recommendations.</summary>
    public required double Recommended { get; init; }

    public required double Degraded { get; init; }

    public required double Refused { get; init; }

    public required double Failed { get; init; }

    public required Usage Usage { get; init; }

    /// <summary>By kind and outcome, for example <c>recommend ok</c>.</summary>
    public IReadOnlyDictionary<string, Latency> Latencies { get; init; } = new Dictionary<string, Latency>();

    /// <summary>Requests without an answer 10 seconds after the end.</summary>
    public int Unanswered { get; init; }

    /// <summary>The 99th percentile of the slower kind, milliseconds.</summary>
    public double P99 =>
        Latencies.Where(l => l.Key.EndsWith(" ok", StringComparison.Ordinal)).Select(l => l.Value.P99).DefaultIfEmpty(double.PositiveInfinity).Max();

    /// <summary>True if it answered what was offered, in full and in time.</summary>
    public bool KeptUp(double limitMilliseconds) => Ok >= 0.97 * Offered && Unanswered == 0 && P99 <= limitMilliseconds;

    public override string ToString() =>
        $"offered {Offered:F0}/s: ok {Ok:F0}, degraded {Degraded:F0}, refused {Refused:F0}, failed {Failed:F0}, unanswered {Unanswered}; "
        + $"{string.Join(", ", Latencies.Select(l => $"{l.Key} p50 {l.Value.P50:F1} p99 {l.Value.P99:F1} ms"))}; {Usage.Cores:F2} cores, {Usage.ProcessorMicroseconds:F0} µs and {Usage.AllocatedBytes / 1024:F1} KB a request, "
        + $"GC pauses {Usage.GcPauseShare:P1}, {Usage.GcPauseMilliseconds:F1} ms each, {Usage.Gen2Collections} of generation 2";
}
