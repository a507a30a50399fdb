using System.Text;
using Orleans.Reco.Learning;

namespace Orleans.Reco.LoadTests;

/// <summary>A report as one HTML file: the target table, curves of throughput and latency, stages.</summary>
internal sealed class ReportPage(LoadReport report)
{
    private static readonly (string Label, Func<Latency, double> Of)[] Percentiles =
        [("p50", latency => latency.P50), ("p90", latency => latency.P90), ("p99", latency => latency.P99), ("p99.9", latency => latency.P999)];

    public string ToHtml()
    {
        var machine = report.Machine;
        var body = new StringBuilder("<h1>Load</h1>")
            .Append(Html.Invariant($"<p class=\"soft\"><code>{Html.Text(report.Command)}</code><br>{report.At:u} · "))
            .Append(Html.Text($"{machine.Processor}, {machine.Cores} cores, {machine.System}, {machine.Runtime}")).Append("</p>")
            .Append(Html.Table(["What", "Figure", "Target", "Met", "How"], report.Figures.Select(Row)));
        foreach (var (name, runs) in report.Runs)
        {
            body.Append(Html.Invariant($"<h2>{Html.Text(name)}</h2><div class=\"charts\">")).Append(Throughput(runs)).Append(Latencies(runs)).Append("</div>");
        }

        if (report.Stages.Count > 0)
        {
            body.Append("<h2>An average query on the scoring thread</h2>").Append(Html.Table(["When", "Stage", "Microseconds"], StageRows()));
        }

        return Html.Page("Load", body.ToString());
    }

    private static string[] Row(Figure figure) =>
    [
        Html.Text(figure.What),
        Html.Invariant($"{figure.Value:G4} {Html.Text(figure.Unit)}"),
        Html.Text(figure.Target ?? ""),
        figure.Met switch { true => "yes", false => "<b>no</b>", null => "" },
        Html.Text(figure.Detail),
    ];

    private static string Throughput(IReadOnlyList<LoadResult> runs)
    {
        var most = runs.Max(run => run.Offered);
        return new SvgChart("offered, requests/s", "answered in full, requests/s")
            .Add(new ChartSeries("answered", [.. runs.Select(run => (run.Offered, run.Ok))], ChartStyle.Dots))
            .Add(new ChartSeries("all that was offered", [(0, 0), (most, most)], ChartStyle.Reference))
            .ToHtml("Throughput: each dot is one open-loop run");
    }

    private static string Latencies(IReadOnlyList<LoadResult> runs)
    {
        var kept = runs.Where(run => run.KeptUp(Trials.LatencyLimit) && run.Latencies.ContainsKey("recommend ok")).ToArray();
        var chart = new SvgChart("offered, requests/s", "milliseconds");
        foreach (var (label, of) in Percentiles)
        {
            chart.Add(new ChartSeries(label, [.. kept.Select(run => (run.Offered, of(run.Latencies["recommend ok"])))], ChartStyle.Dots));
        }

        return chart.ToHtml("Latency of recommendations, from the scheduled arrival, where the target kept up");
    }

    private IEnumerable<string[]> StageRows()
    {
        foreach (var (when, stages) in report.Stages)
        {
            yield return [Html.Text(when), "queries of a batch", Html.Invariant($"{stages.BatchSize:F1}")];
            yield return ["", "wait in the queue", Html.Invariant($"{1000 * stages.QueueWait:F0}")];
            foreach (var (stage, milliseconds) in stages.Milliseconds)
            {
                yield return ["", Html.Text(stage), Html.Invariant($"{1000 * milliseconds:F0}")];
            }
        }
    }
}
