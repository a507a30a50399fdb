namespace Orleans.Reco.Learning.Tests;

public sealed class HyperParameterSearchTests
{
    private static readonly SearchDimension[] Branin = [new("x", -5, 10), new("y", 0, 15)];

    [Fact]
    public void BayesFindsMoreThanRandomOnTheSameTrials()
    {
        // Branin's function, minimum 0.397887: a standard of the field (Dixon and Szegő, 1978).
        static double Negative(IReadOnlyDictionary<string, double> p, int budget, CancellationToken cancellation)
        {
            var (x, y) = (p["x"], p["y"]);
            var square = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
            return -((square * square) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10);
        }

        double Mean(SearchStrategyKind strategy) => Enumerable.Range(1, 8).Average(seed => Search(Options(strategy, 25) with { Seed = seed }, Negative).Best.Metric);
        var (bayes, random) = (Mean(SearchStrategyKind.Bayes), Mean(SearchStrategyKind.Random));
        Assert.True(bayes > -0.6, $"Bayes {bayes}");
        Assert.True(random < -1, $"random {random}");
    }

    [Fact]
    public void HalvingFindsAsMuchWithLessBudget()
    {
        // Learning curves that rise to what the parameters allow, the order being clear early.
        static double Curve(IReadOnlyDictionary<string, double> p, int budget, CancellationToken cancellation) =>
            (1 - Math.Pow(p["x"] - 3, 2) / 100) * (1 - Math.Exp(-budget / 5.0));

        var options = Options(SearchStrategyKind.Random, 40) with { MinBudget = 3, MaxBudget = 27 };
        var (halving, whole) = (Search(options, Curve), Search(options with { MinBudget = 27 }, Curve));
        Assert.Equal(40 * 27, whole.Budget);
        Assert.True(halving.Budget < 0.5 * whole.Budget, $"{halving.Budget} of {whole.Budget}");
        Assert.Equal(whole.Best.Metric, halving.Best.Metric, 3);
        Assert.Contains(halving.Trials, t => t.Budget == 3);
        Assert.Contains(halving.Trials, t => t.Budget == 27);
    }

    [Fact]
    public void ASearchThatWasEndedGoesOnAndComesOutTheSame()
    {
        using var folder = new TempFolder();
        var calls = 0;
        double Objective(IReadOnlyDictionary<string, double> p, int budget, CancellationToken cancellation)
        {
            calls++;
            return -Math.Abs(p["x"]) - Math.Abs(p["y"]) + (budget / 100.0);
        }

        var options = Options(SearchStrategyKind.Bayes, 20) with { MinBudget = 3, MaxBudget = 9 };
        var whole = Search(options, Objective);
        using (var stop = new CancellationTokenSource())
        {
            _ = Assert.Throws<OperationCanceledException>(() => new HyperParameterSearch(
                options with { Folder = folder.Path },
                (p, budget, token) =>
                {
                    if (calls > 40)
                    {
                        stop.Cancel();
                    }

                    return Objective(p, budget, token);
                }).Run(cancellationToken: stop.Token));
        }

        // Half a line, as a killed process leaves it.
        File.AppendAllText(folder.In("trials.jsonl"), "{\"trial\":");
        var before = File.ReadAllLines(folder.In("trials.jsonl")).Length - 2;
        calls = 0;
        var resumed = Search(options with { Folder = folder.Path }, Objective);
        Assert.Equal(whole.Trials.Sum(t => t.Results.Count) - before, calls);
        Assert.Equal(Describe(whole), Describe(resumed));
        calls = 0;
        Assert.Equal(Describe(whole), Describe(Search(options with { Folder = folder.Path }, Objective)));
        Assert.Equal(0, calls);
        var error = Assert.Throws<DatasetException>(() => Search(options with { Folder = folder.Path, Seed = 2 }, Objective));
        Assert.Contains("search with other settings", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SearchStrategyKind.Random)]
    [InlineData(SearchStrategyKind.Bayes)]
    public void ParallelTrialsGiveTheSameSearchWhateverTakesLongest(SearchStrategyKind strategy)
    {
        static double Objective(IReadOnlyDictionary<string, double> p, int budget, CancellationToken cancellation) => -Math.Abs(p["x"] - 1) - Math.Abs(p["y"] - 2);
        var options = Options(strategy, 24) with { MinBudget = 1, MaxBudget = 9, Parallel = 4 };
        Assert.Equal(Describe(Search(options, Objective)), Describe(Search(options, Objective)));
        Assert.NotEqual(Describe(Search(options, Objective)), Describe(Search(options with { Seed = 2 }, Objective)));
    }

    [Fact]
    public void NoMoreTrialsRunAtOnceThanMemoryHasRoomFor()
    {
        // The process has 100 MB, and a trial takes 200 MB: a limit of 520 MB has room for two.
        var (running, most, peak) = (0, 0, 100_000_000L);
        var enter = new Lock();
        double Objective(IReadOnlyDictionary<string, double> p, int budget, CancellationToken cancellation)
        {
            lock (enter)
            {
                running++;
                most = Math.Max(most, running);
                peak = Math.Max(peak, 100_000_000L + (running * 200_000_000L));
            }

            for (var spins = 0; spins < 50; spins++)
            {
                _ = Thread.Yield();
            }

            lock (enter)
            {
                running--;
            }

            return 0;
        }

        var options = Options(SearchStrategyKind.Random, 32) with { Parallel = 8, MemoryMegabytes = 520 };
        _ = new HyperParameterSearch(options, Objective, () => (100_000_000L, peak)).Run();
        Assert.InRange(most, 1, 2);
        Assert.True(peak <= 520_000_000, $"{peak} bytes");
    }

    [Fact]
    public void TheGridHasTheEndsAndAllCombinations()
    {
        var options = Options(SearchStrategyKind.Grid, 13) with { Dimensions = [new("x", 1, 100, ParameterScale.Logarithmic), new("n", 1, 4, ParameterScale.Integer)] };
        var result = Search(options, (p, _, _) => p["x"]);
        Assert.Equal(12, result.Trials.Count);
        Assert.Equal(12, result.Trials.DistinctBy(t => (Math.Round(t.Parameters["x"], 6), t.Parameters["n"])).Count());
        Assert.All(result.Trials, t => Assert.Equal(Math.Floor(t.Parameters["n"]), t.Parameters["n"]));
        Assert.Equal(100, result.Best.Parameters["x"], 9);
        Assert.Contains(result.Trials, t => Math.Abs(t.Parameters["x"] - 1) < 1e-9);
    }

    [Fact]
    public void AFailedTrialIsRecordedAndTheSearchGoesOn()
    {
        static double Objective(IReadOnlyDictionary<string, double> p, int budget, CancellationToken cancellation) =>
            p["x"] < 0 ? throw new DatasetException("x", "is negative.") : p["y"] < 5 ? double.NaN : p["x"];

        var result = Search(Options(SearchStrategyKind.Bayes, 20), Objective);
        Assert.Contains(result.Trials, t => t.Error == "x: is negative.");
        Assert.Contains(result.Trials, t => t.Error == "the metric is not a finite number");
        Assert.True(result.Best.Metric > 5);
    }

    [Fact]
    public void DimensionsStepAsTheirScaleSays()
    {
        var ratio = new SearchDimension("rate", 0.001, 0.1, ParameterScale.Logarithmic);
        Assert.Equal(0.01, ratio.At(0.5), 12);
        var whole = new SearchDimension("layers", 1, 3, ParameterScale.Integer);
        Assert.Equal([1, 1, 2, 3, 3], new[] { 0, 0.3, 0.5, 0.7, 1 }.Select(whole.At));
        foreach (var dimension in new[] { ratio, whole, new SearchDimension("x", -1, 1) })
        {
            Assert.Equal(dimension.At(0.4), dimension.At(dimension.Place(dimension.At(0.4))), 9);
        }
    }

    [Fact]
    public void ThePageShowsEveryTrialAndPlot()
    {
        var options = Options(SearchStrategyKind.Random, 10) with { MinBudget = 1, MaxBudget = 3 };
        var result = Search(options, (p, budget, _) => p["x"] + budget);
        var html = SearchPage.Render("model on data", "protocol", options, result);
        Assert.Equal(3, html.Split("<svg").Length - 1);
        Assert.Equal(10 + 1, html.Split("<tr>").Length - 1);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    private static SearchOptions Options(SearchStrategyKind strategy, int trials) =>
        new() { Dimensions = Branin, Strategy = strategy, Trials = trials, MinBudget = 1, MaxBudget = 1 };

    private static SearchResult Search(SearchOptions options, SearchObjective objective) =>
        new HyperParameterSearch(options, objective).Run(cancellationToken: TestContext.Current.CancellationToken);

    private static string Describe(SearchResult result) => string.Join('\n', result.Trials.Select(t =>
        $"{t.Number} {string.Join(' ', t.Parameters.Select(p => $"{p.Key}={p.Value:R}"))} {string.Join(' ', t.Results)}"));
}
