using System.Text;
using Orleans.Reco.Learning;

namespace Orleans.Reco.FaultTests;

/// <summary>A soak as one HTML file.</summary>
internal static class SoakPage
{
    private const double Megabyte = 1 << 20;

    public static string ToHtml(SoakResult result)
    {
        var saturation = result.Saturation is { } full ? $" ({result.Rate / full:P0} of {full:F0}/s)" : "";
        var body = new StringBuilder("<h1>Soak</h1>")
            .Append(Html.Invariant($"<p class=\"soft\">{result.At:u} · {Html.Text(result.Machine)}</p>"))
            .Append(Html.Invariant($"<p>{result.Minutes:F0} minutes of the reference mix through REST at {result.Rate:F0}/s{Html.Text(saturation)}: "))
            .Append(Html.Invariant($"{result.Operations:N0} operations, {result.Errors} errors after retries, {result.Retries:N0} retries; "))
            .Append(Html.Invariant($"{result.Audit.Acknowledged:N0} acknowledged events, lost {result.Audit.Lost}, twice {result.Audit.Twice}, "))
            .Append(Html.Invariant($"missing in the log {result.MissingInLog}; {result.LoggedErrors.Count} errors logged, {result.Ended.Count} hosts ended.</p>"))
            .Append("<h2>Memory after the warm-up</h2>")
            .Append("<p class=\"soft\">Least of each minute after the first quarter; growth over the rest by the Theil–Sen slope. ")
            .Append(Html.Invariant($"Flat is at most {Trend.Bound:P0}.</p>"))
            .Append(Html.Table(["Host", "What", "Median", "Growth", "Flat"], result.Trends.Select(Row)))
            .Append("<div class=\"charts\">")
            .Append(Memory(result, "managed heap after a collection, MB", sample => sample.Heap))
            .Append(Memory(result, "native memory, MB", sample => sample.Native))
            .Append(Latency(result))
            .Append(Throughput(result))
            .Append("</div><h2>Refreshes</h2>")
            .Append(Html.Table(["Refresh"], result.Refreshes.Select(refresh => new[] { Html.Text(refresh) })));
        if (result.LoggedErrors.Count > 0)
        {
            body.Append("<h2>Errors in the logs</h2>").Append(Html.Table(["Line"], result.LoggedErrors.Take(50).Select(line => new[] { Html.Text(line) })));
        }

        return Html.Page("Soak", body.ToString());
    }

    private static string[] Row(SoakTrend trend) =>
    [
        Html.Text(trend.Host), trend.What, Html.Invariant($"{trend.Trend.Level / Megabyte:F0} MB"), Html.Invariant($"{trend.Trend.Growth:P1}"),
        trend.Trend.IsFlat ? "yes" : "<b>no</b>",
    ];

    private static string Memory(SoakResult result, string what, Func<HostSample, long> of)
    {
        var chart = new SvgChart("minute", what);
        foreach (var host in result.Samples.GroupBy(sample => sample.Host).OrderBy(host => host.Key, StringComparer.Ordinal))
        {
            chart.Add(new ChartSeries(host.Key, [.. host.Select(sample => (sample.Minute, of(sample) / Megabyte))], ChartStyle.Line));
        }

        return chart.ToHtml(what);
    }

    private static string Latency(SoakResult result) => new SvgChart("minute", "milliseconds")
        .Add(new ChartSeries("p50", [.. result.ByMinute.Select(minute => ((double)minute.Minute, minute.P50))], ChartStyle.Line))
        .Add(new ChartSeries("p99", [.. result.ByMinute.Select(minute => ((double)minute.Minute, minute.P99))], ChartStyle.Line))
        .ToHtml("Time to an answer, retries included");

    private static string Throughput(SoakResult result) => new SvgChart("minute", "answered in the minute")
        .Add(new ChartSeries("answered", [.. result.ByMinute.Select(minute => ((double)minute.Minute, (double)minute.Answered))], ChartStyle.Line))
        .ToHtml("Operations answered");
}
