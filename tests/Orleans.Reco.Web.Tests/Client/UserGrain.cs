namespace Orleans.Reco.Web.Tests;

/// <summary>A user that follows the script; without one it accepts everything.</summary>
[GrainType("test-user")]
internal sealed class UserGrain(GrainScript script) : Grain, IUserGrain
{
    private int _calls;
    private long _sequence;

    public Task<TrackResult[]> Track(Interaction[] events)
    {
        var key = this.GetPrimaryKeyString();
        script.Sent.Enqueue((key, events));
        var call = _calls++;
        return Task.FromResult(script.Track.TryGetValue(key, out var answer)
            ? answer(call, events)
            : Array.ConvertAll(events, e => new TrackResult(e.EventId!, TrackStatus.Accepted, ++_sequence)));
    }

    public async Task<RecommendResponse> Recommend(RecommendRequest request, CancellationToken cancellationToken)
    {
        if (script.Recommend.TryGetValue(this.GetPrimaryKeyString(), out var answer))
        {
            await answer(cancellationToken);
        }

        return Empty("recommend");
    }

    public Task<RecommendResponse> Rank(RankRequest request, CancellationToken cancellationToken) => Task.FromResult(Empty("rank"));

    public Task<UserProfile?> GetProfile() => Task.FromResult<UserProfile?>(null);

    public Task SetAttributes(Dictionary<string, string> attributes) => throw new RecoValidationException("attributes", "must be fewer");

    public Task Erase()
    {
        _sequence = 0;
        return Task.CompletedTask;
    }

    private RecommendResponse Empty(string id) => new()
    {
        RecommendationId = $"{this.GetPrimaryKeyString()} {id}",
        ModelVersion = ScoreResult.NoModel,
        Items = [],
        Sequence = _sequence,
    };
}
