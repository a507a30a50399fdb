using CsCheck;

namespace Orleans.Reco.Learning.Tests;

public sealed class BinaryMetricsTests
{
    // Few different values, so that ties are common.
    private static readonly Gen<(float[] Scores, float[] Labels)> Rows =
        Gen.Select(Gen.Int[0, 20], Gen.Bool).Array[1, 60].Select(rows =>
            (Array.ConvertAll(rows, r => r.Item1 / 20f), Array.ConvertAll(rows, r => r.Item2 ? 1f : 0f)));

    [Fact]
    public void AucIsTheShareOfPairsInOrder() => Rows.Sample(rows =>
    {
        var pairs =
            (from p in Enumerable.Range(0, rows.Labels.Length)
             from n in Enumerable.Range(0, rows.Labels.Length)
             where rows.Labels[p] > rows.Labels[n]
             select (rows.Scores[p].CompareTo(rows.Scores[n]) + 1) / 2.0).ToArray();
        Assert.Equal(pairs.Length == 0 ? 0.5 : pairs.Average(), BinaryMetrics.Auc(rows.Scores, rows.Labels), 1e-9);
    });

    [Fact]
    public void LogLossIsTheMeanOfItsRows() => Rows.Sample(rows =>
    {
        var naive = rows.Scores.Zip(rows.Labels, (s, l) => -Math.Log(Math.Max(1e-7, l > 0 ? (double)s : 1 - (double)s))).Average();
        Assert.Equal(naive, BinaryMetrics.LogLoss(rows.Scores, rows.Labels), 1e-5);
    });

    [Fact]
    public void CountsAndRatiosAreThoseOfSets() => Gen.Select(Rows, Gen.Int[0, 20]).Sample((rows, step) =>
    {
        var threshold = step / 20f;
        var said = Enumerable.Range(0, rows.Labels.Length).Where(i => rows.Scores[i] >= threshold).ToHashSet();
        var was = Enumerable.Range(0, rows.Labels.Length).Where(i => rows.Labels[i] > 0).ToHashSet();
        var counts = BinaryMetrics.Confusion(rows.Scores, rows.Labels, threshold);
        var both = said.Intersect(was).Count();
        var precision = said.Count == 0 ? 0 : both / (double)said.Count;
        var recall = was.Count == 0 ? 0 : both / (double)was.Count;
        Assert.Equal(both, counts.TruePositives);
        Assert.Equal(precision, counts.Precision, 1e-12);
        Assert.Equal(recall, counts.Recall, 1e-12);
        Assert.Equal(precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall), counts.F1, 1e-12);
        var right = Enumerable.Range(0, rows.Labels.Length).Count(i => said.Contains(i) == was.Contains(i));
        Assert.Equal(right / (double)rows.Labels.Length, counts.Accuracy, 1e-12);
    });

    [Fact]
    public void NoThresholdHasABetterF1() => Rows.Sample(rows =>
    {
        var best = BinaryMetrics.Confusion(rows.Scores, rows.Labels, BinaryMetrics.BestF1Threshold(rows.Scores, rows.Labels)).F1;
        Assert.All(rows.Scores, t => Assert.True(BinaryMetrics.Confusion(rows.Scores, rows.Labels, t).F1 <= best + 1e-12));
    });

    [Fact]
    public void CalibrationErrorIsTheGapOfEachBin() => Gen.Select(Rows, Gen.Int[1, 12]).Sample((rows, bins) =>
    {
        var naive = Enumerable.Range(0, rows.Labels.Length)
            .GroupBy(i => Math.Min(bins - 1, (int)(rows.Scores[i] * bins)))
            .Sum(g => Math.Abs(g.Sum(i => (double)rows.Scores[i]) - g.Sum(i => (double)rows.Labels[i])));
        Assert.Equal(naive / rows.Labels.Length, BinaryMetrics.ExpectedCalibrationError(rows.Scores, rows.Labels, bins), 1e-6);
        Assert.Equal(rows.Labels.Length, BinaryMetrics.Reliability(rows.Scores, rows.Labels, bins).Sum(b => b.Count));
    });

    [Fact]
    public void TheThresholdOfAReportIsThatOfValidation()
    {
        float[] validation = [0.1f, 0.4f, 0.6f, 0.9f], labels = [0, 0, 1, 1];
        var report = BinaryReport.Measure(validation, labels, [0.5f, 0.7f], [1, 1]);
        Assert.Equal(0.6f, report.Threshold);
        Assert.Equal(0.5, report.Confusion.Recall);
        _ = Assert.Throws<ArgumentException>(() => BinaryMetrics.Auc([0.5f], [1, 0]));
    }
}
