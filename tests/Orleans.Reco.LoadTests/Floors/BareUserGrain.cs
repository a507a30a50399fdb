using Orleans.Concurrency;

namespace Orleans.Reco.LoadTests;

/// <summary>Stands where the user grain stands.</summary>
[Alias("load.IBareUserGrain")]
internal interface IBareUserGrain : IGrainWithIntegerKey
{
    /// <summary>One hop in, one hop to a scorer, one answer.</summary>
    [Alias("Recommend")]
    Task<RecommendResponse> Recommend(RecommendRequest request);

    /// <summary>Only activates.</summary>
    [Alias("Touch")]
    Task Touch(RecommendRequest request);

    /// <summary>Deactivates.</summary>
    [Alias("Leave")]
    Task Leave();
}

/// <summary>Stands where the scorer stands.</summary>
[Alias("load.IBareScorerGrain")]
internal interface IBareScorerGrain : IGrainWithIntegerKey
{
    /// <summary>Answers at once.</summary>
    [Alias("Score")]
    Task<ScoreResult> Score(ScoreQuery query);
}

[GrainType("load-bare-user")]
[Reentrant]
internal sealed class BareUserGrain : Grain, IBareUserGrain
{
    private static readonly ScoreQuery Query = new()
    {
        Tenant = RecoKey.DefaultTenant,
        History = new Packed<HistoryEvent>(new HistoryEvent[50]),
        State = new Embedding(new Packed<float>(new float[64]), "version"),
        Excluded = new Packed<int>(new int[50]),
        Count = 100,
    };

    private static readonly RecommendResponse Response = new()
    {
        RecommendationId = "",
        ModelVersion = "version",
        Items = [.. Enumerable.Range(0, 20).Select(i => new RecommendedItem { ItemId = $"item-{i}", Score = i, Source = "personal", Title = "title" })],
    };

    public async Task<RecommendResponse> Recommend(RecommendRequest request)
    {
        _ = await GrainFactory.GetGrain<IBareScorerGrain>(this.GetPrimaryKeyLong() % 2).Score(Query);
        return Response;
    }

    public Task Touch(RecommendRequest request) => Task.CompletedTask;

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

[GrainType("load-bare-scorer")]
[Reentrant]
internal sealed class BareScorerGrain : Grain, IBareScorerGrain
{
    private static readonly ScoreResult Result = new()
    {
        ModelVersion = "version",
        State = new Embedding(new Packed<float>(new float[64]), "version"),
        Vector = new Embedding(new Packed<float>(new float[64]), "version"),
        Candidates = new Packed<ScoredCandidate>(new ScoredCandidate[100]),
    };

    public Task<ScoreResult> Score(ScoreQuery query) => Task.FromResult(Result);
}
