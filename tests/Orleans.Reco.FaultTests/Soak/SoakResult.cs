namespace Orleans.Reco.FaultTests;

/// <summary>What came of a soak.</summary>
internal sealed record SoakResult
{
    /// <summary>The first quarter of the run warms up: activations, code, pools, the first models.</summary>
    public const double WarmUp = 0.25;

    public required DateTimeOffset At { get; init; }

    public required string Machine { get; init; }

    public required double? Saturation { get; init; }

    public required double Rate { get; init; }

    public required double Minutes { get; init; }

    public required int Operations { get; init; }

    public required int Errors { get; init; }

    public required int Retries { get; init; }

    public required Audit Audit { get; init; }

    public required int MissingInLog { get; init; }

    /// <summary>Hosts that ended by themselves.</summary>
    public required IReadOnlyList<string> Ended { get; init; }

    /// <summary>Lines of errors in the hosts' logs.</summary>
    public required IReadOnlyList<string> LoggedErrors { get; init; }

    /// <summary>Each refresh: how it ended.</summary>
    public required IReadOnlyList<string> Refreshes { get; init; }

    public required IReadOnlyList<SoakMinute> ByMinute { get; init; }

    public required IReadOnlyList<HostSample> Samples { get; init; }

    /// <summary>The trends of each host's memory after the warm-up, as shares of all of it.</summary>
    public IReadOnlyList<SoakTrend> Trends => [.. Samples.Select(sample => sample.Host).Distinct().Order(StringComparer.Ordinal).SelectMany(TrendsOf)];

    /// <summary>Whether memory is flat, every refresh ended as it should and nothing went wrong.</summary>
    public bool Holds => Errors == 0 && MissingInLog == 0 && Audit is { Lost: 0, Twice: 0 } && Ended.Count == 0 && LoggedErrors.Count == 0
        && Refreshes.All(EndsWell) && Trends.All(trend => trend.Trend.IsFlat);

    // A candidate that is worse than the model in service is not to be promoted.
    private static bool EndsWell(string refresh) =>
        refresh.Contains("promoted", StringComparison.Ordinal) || refresh.Contains("Refused by the gate", StringComparison.Ordinal);

    private SoakTrend[] TrendsOf(string host)
    {
        var all = Trend.Of(After(host, sample => sample.Anonymous));
        return
        [
            new(host, "managed heap", Trend.Of(After(host, sample => sample.Heap), all.Level)),
            new(host, "native", Trend.Of(After(host, sample => sample.Native), all.Level)),
            new(host, "all", all),
        ];
    }

    /// <summary>The least of each minute: garbage comes and goes, what stays is what matters.</summary>
    private (double Time, double Value)[] After(string host, Func<HostSample, long> of) =>
    [
        .. Samples.Where(sample => sample.Host == host && sample.Minute >= Minutes * WarmUp)
            .GroupBy(sample => (int)sample.Minute)
            .Select(minute => ((double)minute.Key, (double)minute.Min(of))),
    ];
}

/// <summary>What clients noticed in a minute; milliseconds, retries included.</summary>
internal sealed record SoakMinute(int Minute, int Answered, double P50, double P99, double Longest);

/// <summary>A trend of a host's memory.</summary>
internal sealed record SoakTrend(string Host, string What, Trend Trend);
