using System.Xml.Linq;

namespace Orleans.Reco.Learning.Tests;

public sealed class ComparisonPageTests
{
    [Fact]
    public void ThePageIsWholeSafeAndNeedsNothingFromElsewhere()
    {
        var data = TestShop.Dataset();
        var split = LeaveOneOutSplit.Create(data);
        var items = new ItemStatistics(split.TrainAndValidation);
        var evaluator = new RankingEvaluator(split.Test, split.Candidates);
        ComparedModel Compared(string name, IRecommenderModel model)
        {
            var evaluation = evaluator.EvaluateInDetail(new NamedModel(name, model), items);
            return new ComparedModel
            {
                Evaluation = evaluation,
                Intervals = ComparedModel.Headline.ToDictionary(h => h.Name, h => Bootstrap.Interval(evaluation.PerUser[h.Measure, h.Length], resamples: 50)),
                Curve = [new(1, 5, 0.1), new(2, 4, null), new(3, 3, 0.2)],
                Calibration = [new(5, 0.1, 0.2), new(9, 0.8, 0.7)],
            };
        }

        var report = new ComparisonReport
        {
            Dataset = "shop & co",
            Split = LeaveOneOutSplit.Name,
            Protocol = split.Protocol,
            Users = evaluator.Users,
            Items = data.Items.Count,
            Statistics = "none",
            Models = [Compared("popularity", PopularityModel.Fit(data, long.MaxValue)), Compared("<knn>", ItemKnnModel.Fit(data, long.MaxValue))],
            Pairs = [new("popularity", "<knn>", "NDCG@10", new(new(-0.01, -0.02, 0.01, 0.95), 0.0004), 0.2)],
        };
        var html = ComparisonPage.Render(report);

        // An XML parser refuses any tag that is not closed; void tags of HTML are closed for it.
        var page = XDocument.Parse(html.Replace("<!doctype html>", "", StringComparison.Ordinal)
            .Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">", "", StringComparison.Ordinal));
        Assert.Equal(6, page.Descendants("svg").Count());
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.Contains("&lt;knn&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.Contains(split.Protocol, html, StringComparison.Ordinal);
    }
}
