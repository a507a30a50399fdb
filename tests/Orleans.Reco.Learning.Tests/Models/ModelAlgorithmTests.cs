namespace Orleans.Reco.Learning.Tests;

/// <summary>What holds for every algorithm.</summary>
[Collection(nameof(Torch))]
public sealed class ModelAlgorithmTests
{
    public static TheoryData<string> Names => [.. ModelAlgorithms.All.Select(a => a.Name)];

    /// <summary>All but popularity, which is one pass over the data.</summary>
    public static TheoryData<string> Learners => [.. ModelAlgorithms.All.Select(a => a.Name).Where(n => n != "popularity")];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheBundleHasTheModelsTopTwentyForAThousandUsers(string name)
    {
        using var folder = new TempFolder();
        var data = TestShop.Dataset(users: 1_000, items: 120, eventsPerUser: 10);
        var algorithm = ModelAlgorithms.Get(name);
        using var model = Fit(algorithm, data, seed: 1);
        var histories = Enumerable.Range(0, 1_000).Select(user => data.HistoryOf(user)[..^(user % 10)]).ToArray();
        var manifest = BundleScores.RequireParity(folder.In("bundle"), data, algorithm, model, histories);
        Assert.Equal(name, manifest.Architecture);
        Assert.Equal("1", manifest.Parameters["seed"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheBundleHasTheModelsTopTwentyOnASliceOfBeauty(string name)
    {
        using var folder = new TempFolder();
        var data = Slice(SequenceFile.Read(SharedData.Require("beauty/Beauty.txt")), users: 1_000);
        var algorithm = ModelAlgorithms.Get(name);
        using var model = Fit(algorithm, data, seed: 1);
        var histories = Enumerable.Range(0, 1_000).Select(user => data.HistoryOf(user)).ToArray();
        _ = BundleScores.RequireParity(folder.In("bundle"), data, algorithm, model, histories);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSameSeedGivesTheSameScores(string name)
    {
        var data = TestShop.Dataset(users: 150, items: 60);
        var algorithm = ModelAlgorithms.Get(name);
        float[] first = Scores(algorithm, data), second = Scores(algorithm, data);
        Assert.Equal(first, second);
        Assert.Contains(first, s => s != 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnEmptyHistoryIsScored(string name)
    {
        var data = TestShop.Dataset(users: 150, items: 60);
        using var model = Fit(ModelAlgorithms.Get(name), data, seed: 1);
        var scores = new float[60];
        model.Score([ReadOnlyMemory<DatasetEvent>.Empty], scores);
        Assert.All(scores, s => Assert.True(float.IsFinite(s)));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void WhoIsCancelledStops(string name)
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var algorithm = ModelAlgorithms.Get(name);
        _ = Assert.ThrowsAny<OperationCanceledException>(
            () => algorithm.Fit(Context(algorithm, TestShop.Dataset(), seed: 1) with { CancellationToken = cancelled.Token }));
    }

    private static float[] Scores(IModelAlgorithm algorithm, InteractionDataset data)
    {
        using var model = Fit(algorithm, data, seed: 3);
        var scores = new float[data.Users.Count * data.Items.Count];
        model.Score([.. Enumerable.Range(0, data.Users.Count).Select(user => data.HistoryOf(user))], scores);
        return scores;
    }

    private static IFittedModel Fit(IModelAlgorithm algorithm, InteractionDataset data, int seed) => algorithm.Fit(Context(algorithm, data, seed));

    // Few epochs: what is learnt does not matter here, that it is handed over does.
    private static FitContext Context(IModelAlgorithm algorithm, InteractionDataset data, int seed) => new()
    {
        Data = data,
        Parameters = new ParameterValues(
            algorithm, algorithm.Parameters.Any(p => p.Name == "epochs") ? new Dictionary<string, double> { ["epochs"] = 2 } : null),
        Seed = seed,
        Threads = 2,
        Time = TimeProvider.System,
        CancellationToken = TestContext.Current.CancellationToken,
    };

    private static InteractionDataset Slice(InteractionDataset data, int users)
    {
        var events = data.Events[..data.UserStarts[users]];
        var items = events.Select(e => e.Item).Distinct().Order().Select(i => data.Items[i - 1]).ToArray();
        return new InteractionDataset
        {
            Users = [.. data.Users.Take(users)],
            Items = data.Items,
            Types = data.Types,
            Events = events,
            UserStarts = data.UserStarts[..(users + 1)],
        }.WithVocabulary(items, data.Types);
    }
}
