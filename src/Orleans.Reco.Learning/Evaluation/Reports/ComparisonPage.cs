using System.Globalization;
using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>A comparison as one HTML file with everything in it.</summary>
public static class ComparisonPage
{
    /// <summary>Writes the page; an existing file is replaced.</summary>
    public static void Write(string path, ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            _ = Directory.CreateDirectory(folder);
        }

        File.WriteAllText(path, Render(report));
    }

    internal static string Render(ComparisonReport report)
    {
        var title = report.Models.Count == 1 ? report.Models[0].Name : $"{report.Models[0].Name} and {report.Models.Count - 1} others";
        var body = new StringBuilder()
            .Append($"<h1>{Html.Text(title)}</h1><p class=\"soft\">dataset {Html.Text(report.Dataset)} · ")
            .Append(Html.Invariant($"{report.Users:N0} users, {report.Items:N0} items · split <code>{Html.Text(report.Split)}</code></p>"))
            .Append(Html.Invariant($"<p>{Html.Text(report.Protocol)}</p>"))
            .Append("<h2>Accuracy</h2>").Append(Headline(report)).Append(HeadlineBars(report))
            .Append(Html.Invariant($"<p class=\"note below\">{Html.Text(report.Statistics)}</p>"));
        if (report.Pairs.Count > 0)
        {
            _ = body.Append(Html.Invariant($"<h2>Against {Html.Text(report.Models[0].Name)}</h2>")).Append(Pairs(report));
        }

        _ = body.Append("<h2>By length of list</h2>").Append(Cutoffs(report));
        if (report.Models.Any(m => m.Sampled is not null))
        {
            _ = body.Append("<h2>Sampled ranking</h2>").Append(Sampled(report));
        }

        _ = body.Append("<h2>By slice</h2>").Append(Slices(report))
            .Append("<h2>Beyond accuracy</h2>").Append(Beyond(report))
            .Append("<p class=\"note below\">Lists of 10. Diversity: 1 − mean similarity of the pairs, by "
                + Html.Text(report.Models[0].Evaluation.Beyond?.DiversityBasis ?? "nothing") + ". "
                + "Novelty: mean −log₂ of the share of users who know an item. Percentile: 1 = only the most popular items.</p>")
            .Append("<div class=\"charts\">").Append(Curves(report)).Append("</div>");
        return Html.Page(title, body.ToString());
    }

    private static string Headline(ComparisonReport report) => Html.Table(
        ["model", .. ComparedModel.Headline.Select(h => h.Name), "coverage@10"],
        report.Models.Select(m => (IReadOnlyList<string>)
        [
            Html.Text(m.Name),
            .. ComparedModel.Headline.Select(h => m.Intervals[h.Name]).Zip(ComparedModel.Headline, (interval, h) => Marked(
                Html.Invariant($"{interval.Mean:F4} <small>{interval.Low:F4}–{interval.High:F4}</small>"),
                report.Models.Max(o => o.Intervals[h.Name].Mean) == interval.Mean)),
            Number(m.Evaluation.Metrics.Coverage10),
        ]));

    private static string HeadlineBars(ComparisonReport report)
    {
        var bars = new SvgBars([.. report.Models.Select(m => m.Name)]);
        foreach (var (name, _, _) in ComparedModel.Headline)
        {
            _ = bars.Add(name, [.. report.Models.Select(m => m.Intervals[name]).Select(i => (i.Mean, (double?)i.Low, (double?)i.High))]);
        }

        return bars.ToHtml("Means over users with their 95 % bootstrap intervals.");
    }

    private static string Pairs(ComparisonReport report) => Html.Table(
        ["model", "measure", "difference", "95 % interval", "p", "p, corrected"],
        report.Pairs.Select(p => (IReadOnlyList<string>)
        [
            Html.Text(p.Second),
            p.Measure,
            Marked(Signed(p.Result.Difference.Mean), p.Adjusted < 0.05),
            $"{Signed(p.Result.Difference.Low)} to {Signed(p.Result.Difference.High)}",
            P(p.Result.PValue),
            P(p.Adjusted),
        ]));

    private static string Cutoffs(ComparisonReport report) => Html.Table(
        ["model", "first", "hit rate", "NDCG", "recall", "precision", "MRR", "MAP"],
        report.Models.SelectMany(m => m.Evaluation.Metrics.Cutoffs.Select(c => Row(m.Name, c))));

    private static string Sampled(ComparisonReport report) =>
        $"<p>{Html.Text(report.Models.First(m => m.Sampled is not null).Sampled!.Sampling!)}</p>" + Html.Table(
            ["model", "first", "hit rate", "NDCG", "recall", "precision", "MRR", "MAP"],
            report.Models.Where(m => m.Sampled is not null).Select(m => Row(m.Name, m.Sampled!.At(10))));

    private static IReadOnlyList<string> Row(string name, CutoffMetrics c) =>
    [
        Html.Text(name), c.Length.ToString(CultureInfo.InvariantCulture), Number(c.HitRate), Number(c.Ndcg), Number(c.Recall),
        Number(c.Precision), Number(c.Mrr), Number(c.Map),
    ];

    private static string Slices(ComparisonReport report)
    {
        var bars = new SvgBars([.. report.Models.Select(m => m.Name)]);
        foreach (var slice in report.Models[0].Evaluation.Slices.Where(s => s.Users > 0))
        {
            _ = bars.Add(
                Html.Invariant($"{slice.Slice}, {slice.Users:N0}"),
                [.. report.Models.Select(m => (m.Evaluation.Slices.Single(s => s.Slice == slice.Slice).Ndcg10, (double?)null, (double?)null))]);
        }

        return bars.ToHtml("NDCG@10 on the targets of each slice, and the users who have such targets. Rankings are over all items.");
    }

    private static string Beyond(ComparisonReport report) => Html.Table(
        ["model", "coverage", "diversity", "novelty, bits", "exposure Gini", "popularity percentile"],
        report.Models.Where(m => m.Evaluation.Beyond is not null).Select(m => (IReadOnlyList<string>)
        [
            Html.Text(m.Name),
            Number(m.Evaluation.Metrics.Coverage10),
            Number(m.Evaluation.Beyond!.Diversity10),
            m.Evaluation.Beyond.Novelty10.ToString("F2", CultureInfo.InvariantCulture),
            Number(m.Evaluation.Beyond.ExposureGini10),
            Number(m.Evaluation.Beyond.PopularityPercentile10),
        ]));

    private static string Curves(ComparisonReport report)
    {
        var html = new StringBuilder();
        var lorenz = new SvgChart("share of items, least shown first", "share of the places in lists") { X = (0, 1), Y = (0, 1) };
        _ = lorenz.Add(new ChartSeries("all items alike", [(0, 0), (1, 1)], ChartStyle.Reference));
        foreach (var (model, colour) in report.Models.Select((m, i) => (m, i)))
        {
            _ = lorenz.Add(new ChartSeries(
                model.Name, ListMetrics.Lorenz([.. model.Evaluation.Exposure.Where(e => e >= 0).Select(e => (double)e)]), Colour: colour));
        }

        _ = html.Append(lorenz.ToHtml(
            "Popularity bias: Lorenz curve of exposure in lists of 10. The further from the diagonal, the fewer items get the places."));
        Add(
            "epoch",
            "NDCG@10, validation",
            m => [.. m.Curve.Where(c => c.Ndcg10 is not null).Select(c => ((double)c.Epoch, c.Ndcg10!.Value))],
            "Learning curve: validation NDCG@10 after each epoch.");
        Add(
            "epoch",
            "training loss",
            m => [.. m.Curve.Where(c => c.Loss is not null).Select(c => ((double)c.Epoch, c.Loss!.Value))],
            "Learning curve: mean training loss of each epoch.");
        Add(
            "predicted probability",
            "observed share",
            m => [.. m.Calibration.Select(b => (b.Said, b.Was))],
            "Calibration: predicted against observed, a point a bin. On the diagonal, probabilities can be taken at their word.",
            diagonal: true);
        return html.ToString();

        void Add(string x, string y, Func<ComparedModel, (double, double)[]> points, string caption, bool diagonal = false)
        {
            var chart = diagonal ? new SvgChart(x, y) { X = (0, 1), Y = (0, 1) } : new SvgChart(x, y);
            var with = report.Models.Select((m, i) => (m.Name, Points: points(m), Colour: i)).Where(m => m.Points.Length > 0).ToArray();
            if (with.Length == 0)
            {
                return;
            }

            if (diagonal)
            {
                _ = chart.Add(new ChartSeries("as predicted", [(0, 0), (1, 1)], ChartStyle.Reference));
            }

            foreach (var (name, series, colour) in with)
            {
                _ = chart.Add(new ChartSeries(name, series, series.Length <= 40 ? ChartStyle.LineAndDots : ChartStyle.Line, colour));
            }

            _ = html.Append(chart.ToHtml(caption));
        }
    }

    private static string Marked(string text, bool best) => best ? $"<span class=\"best\">{text}</span>" : text;

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.0000;−0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string P(double value) => value < 0.001 ? "&lt; .001" : value.ToString("F3", CultureInfo.InvariantCulture);
}
