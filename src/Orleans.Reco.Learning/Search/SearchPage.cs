using System.Globalization;
using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>A search as one HTML file: the best so far, each hyper-parameter against the metric, all trials.</summary>
public static class SearchPage
{
    /// <summary>Writes the page; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">What was searched, for the heading.</param>
    /// <param name="protocol">How the metric was measured, in words.</param>
    /// <param name="options">The search's options.</param>
    /// <param name="result">What it found.</param>
    public static void Write(string path, string title, string protocol, SearchOptions options, SearchResult result)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(result);
        File.WriteAllText(path, Render(title, protocol, options, result));
    }

    internal static string Render(string title, string protocol, SearchOptions options, SearchResult result)
    {
        var best = result.Best;
        var body = new StringBuilder()
            .Append(Html.Invariant($"<h1>{Html.Text(title)}</h1><p class=\"soft\">{result.Trials.Count} trials · "))
            .Append(Html.Invariant($"{options.Strategy.ToString().ToLowerInvariant()} · seed {options.Seed} · "))
            .Append(Html.Invariant($"budgets {string.Join(", ", options.Rungs)} · {result.Budget:N0} in all</p><p>{Html.Text(protocol)}</p>"))
            .Append(Html.Invariant($"<p>Best: <b>{best.Metric:F4}</b> by trial {best.Number} with {Html.Text(Describe(best))}.</p>"))
            .Append("<div class=\"charts\">").Append(BestSoFar(result));
        foreach (var dimension in options.Dimensions)
        {
            _ = body.Append(Against(dimension, options, result));
        }

        return Html.Page(title, body.Append("</div><h2>Trials, best first</h2>").Append(Trials(options, result, best)).ToString());
    }

    private static string BestSoFar(SearchResult result)
    {
        var whole = result.Trials.Max(t => t.Budget);
        var best = double.NaN;
        var line = new List<(double, double)>();
        foreach (var trial in result.Trials)
        {
            best = trial.Budget == whole && !(trial.Metric <= best) && double.IsFinite(trial.Metric) ? trial.Metric : best;
            line.Add((trial.Number, best));
        }

        (double, double)[] Points(Func<SearchTrial, bool> which) => [.. result.Trials.Where(which).Select(t => ((double)t.Number, t.Metric))];
        return new SvgChart("trial", "metric")
            .Add(new ChartSeries("best so far", line))
            .Add(new ChartSeries("whole budget", Points(t => t.Budget == whole), ChartStyle.Dots))
            .Add(new ChartSeries("ended early", Points(t => t.Budget < whole), ChartStyle.Dots))
            .ToHtml("The metric of each trial at the largest budget that it got to, and the best one so far.");
    }

    private static string Against(SearchDimension dimension, SearchOptions options, SearchResult result)
    {
        var chart = new SvgChart(dimension.Name, "metric") { LogarithmicX = dimension.Scale == ParameterScale.Logarithmic };
        foreach (var budget in options.Rungs.Reverse())
        {
            _ = chart.Add(new ChartSeries(
                Html.Invariant($"ended at {budget}"),
                [.. result.Trials.Where(t => t.Budget == budget).Select(t => (t.Parameters[dimension.Name], t.Metric))],
                ChartStyle.Dots));
        }

        return chart.ToHtml($"{dimension.Name} against the metric, by the budget that a trial got to.");
    }

    private static string Trials(SearchOptions options, SearchResult result, SearchTrial best) => Html.Table(
        ["trial", "metric", "budget", .. options.Dimensions.Select(d => d.Name), "error"],
        result.Trials.OrderByDescending(t => t.Budget).ThenByDescending(t => t.Metric).Select(t => (IReadOnlyList<string>)
        [
            t.Number == best.Number ? $"<span class=\"best\">{t.Number}</span>" : t.Number.ToString(CultureInfo.InvariantCulture),
            double.IsFinite(t.Metric) ? t.Metric.ToString("F4", CultureInfo.InvariantCulture) : "–",
            t.Budget.ToString(CultureInfo.InvariantCulture),
            .. options.Dimensions.Select(d => t.Parameters[d.Name].ToString("G5", CultureInfo.InvariantCulture)),
            Html.Text(t.Error ?? ""),
        ]));

    private static string Describe(SearchTrial trial) =>
        string.Join(", ", trial.Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value:G5}")));
}
