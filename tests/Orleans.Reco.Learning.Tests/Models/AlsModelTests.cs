namespace Orleans.Reco.Learning.Tests;

public sealed class AlsModelTests
{
    private static readonly AlsOptions Options = new() { Dimension = 6, Iterations = 5, Regularisation = 0.02, UnobservedWeight = 0.3, Threads = 2 };

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void FoldInIsTheMinimumOfTheLoss(double popularityExponent)
    {
        var data = TestShop.Dataset(users: 30, items: 20);
        var options = Options with { PopularityExponent = popularityExponent };
        var model = AlsModel.Fit(data, long.MaxValue, options, TestContext.Current.CancellationToken);
        int[] observed = [1, 4, 7, 12];
        var powers = Enumerable.Range(1, 20)
            .Select(item => Math.Pow(Enumerable.Range(0, 30).Count(u => data.HistoryOf(u).ToArray().Any(e => e.Item == item)), popularityExponent))
            .ToArray();
        var weights = Array.ConvertAll(powers, p => Options.UnobservedWeight * p / powers.Average());
        var expected = NaiveSolve(model.ItemFactors.ToArray(), weights, observed);
        var actual = model.FoldIn(observed);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4);
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameModel()
    {
        var data = TestShop.Dataset(users: 30, items: 20);
        var first = AlsModel.Fit(data, long.MaxValue, Options, TestContext.Current.CancellationToken).ItemFactors.ToArray();
        Assert.Equal(first, AlsModel.Fit(data, long.MaxValue, Options with { Threads = 1 }, TestContext.Current.CancellationToken).ItemFactors.ToArray());
    }

    [Fact]
    public void ObservedItemsScoreAboveOthers()
    {
        var data = TestShop.Dataset(users: 100, items: 40);
        var model = AlsModel.Fit(data, long.MaxValue, Options with { Dimension = 16 }, TestContext.Current.CancellationToken);
        var history = data.HistoryOf(3);
        var scores = new float[40];
        model.Score([history], scores);
        var seen = history.ToArray().Select(e => e.Item - 1).ToHashSet();
        Assert.True(seen.Average(i => scores[i]) > 3 * Math.Abs(Enumerable.Range(0, 40).Where(i => !seen.Contains(i)).Average(i => scores[i])));
    }

    // The normal equations over all items, in doubles, by Gauss-Jordan with pivots.
    private static double[] NaiveSolve(float[] items, double[] weights, int[] observed)
    {
        const int d = 6;
        var a = new double[d, d + 1];
        for (var item = 0; item < weights.Length; item++)
        {
            var weight = weights[item] + (observed.Contains(item) ? 1 : 0);
            for (var r = 0; r < d; r++)
            {
                a[r, d] += observed.Contains(item) ? items[item * d + r] : 0;
                for (var c = 0; c < d; c++)
                {
                    a[r, c] += weight * items[item * d + r] * items[item * d + c];
                }
            }
        }

        for (var r = 0; r < d; r++)
        {
            a[r, r] += Options.Regularisation * (observed.Length + weights.Sum());
        }

        for (var p = 0; p < d; p++)
        {
            var pivot = Enumerable.Range(p, d - p).MaxBy(r => Math.Abs(a[r, p]));
            for (var c = 0; c <= d; c++)
            {
                (a[p, c], a[pivot, c]) = (a[pivot, c], a[p, c]);
            }

            for (var r = 0; r < d; r++)
            {
                var factor = r == p ? 0 : a[r, p] / a[p, p];
                for (var c = p; c <= d; c++)
                {
                    a[r, c] -= factor * a[p, c];
                }
            }
        }

        return [.. Enumerable.Range(0, d).Select(r => a[r, d] / a[r, r])];
    }
}
