using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary>A comparison as tables.</summary>
internal static class ComparisonTables
{
    public static void Write(ComparisonReport report)
    {
        Tables.Write(
            ["model", .. ComparedModel.Headline.Select(h => h.Name)],
            report.Models.Select(m => (IReadOnlyList<string>)[m.Name, .. ComparedModel.Headline.Select(h => Text(m.Intervals[h.Name]))]));
        foreach (var sampled in report.Models.Where(m => m.Sampled is not null))
        {
            Tables.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{sampled.Name}: HR@10 {sampled.Sampled!.HitRate10:F4}, NDCG@10 {sampled.Sampled.Ndcg10:F4}. {sampled.Sampled.Sampling}."));
        }

        if (report.Pairs.Count > 0)
        {
            Tables.Write(
                ["against " + report.Models[0].Name, "measure", "difference", "95 % interval", "p", "p (Holm)"],
                report.Pairs.Select(p => (IReadOnlyList<string>)
                [
                    p.Second, p.Measure, Signed(p.Result.Difference.Mean),
                    $"{Signed(p.Result.Difference.Low)} to {Signed(p.Result.Difference.High)}", P(p.Result.PValue), P(p.Adjusted),
                ]));
        }

        Tables.Write(
            ["NDCG@10 by slice", "users", .. report.Models.Select(m => m.Name)],
            report.Models[0].Evaluation.Slices.Select(s => (IReadOnlyList<string>)
            [
                s.Slice, s.Users.ToString("N0", CultureInfo.InvariantCulture),
                .. report.Models.Select(m => Number(m.Evaluation.Slices.Single(o => o.Slice == s.Slice).Ndcg10)),
            ]));
        Tables.Write(
            ["lists of 10", "coverage", "diversity", "novelty, bits", "exposure Gini", "popularity percentile"],
            report.Models.Select(m => (IReadOnlyList<string>)
            [
                m.Name, Number(m.Evaluation.Metrics.Coverage10), Number(m.Evaluation.Beyond!.Diversity10),
                m.Evaluation.Beyond.Novelty10.ToString("F2", CultureInfo.InvariantCulture), Number(m.Evaluation.Beyond.ExposureGini10),
                Number(m.Evaluation.Beyond.PopularityPercentile10),
            ]));
        Tables.Line(string.Create(CultureInfo.InvariantCulture, $"{report.Users:N0} users, {report.Items:N0} items; split {report.Split}. {report.Protocol}"));
        Tables.Line($"Diversity by {report.Models[0].Evaluation.Beyond!.DiversityBasis}. {report.Statistics}");
    }

    private static string Text(ConfidenceInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.Mean:F4} [{interval.Low:#.000}, {interval.High:#.000}]");

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string P(double value) => value < 0.001 ? "<.001" : value.ToString("F3", CultureInfo.InvariantCulture);
}
