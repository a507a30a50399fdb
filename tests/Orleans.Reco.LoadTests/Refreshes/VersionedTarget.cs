using Orleans.Reco.Client;

namespace Orleans.Reco.LoadTests;

/// <summary>The clients of all silos in turn; of every answer it checks that all of it came from one model.</summary>
internal sealed class VersionedTarget(IReadOnlyList<IRecoClient> clients, int count) : ILoadTarget
{
    private readonly ClientTarget[] _track = [.. clients.Select(client => new ClientTarget(client, count))];
    private readonly RecommendRequest _request = new() { Count = count };
    private uint _next;
    private long _answers;
    private long _mixed;

    /// <summary>Lists that were answered.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Those of them whose model, user vector and ranker are not of one version.</summary>
    public long Mixed => Interlocked.Read(ref _mixed);

    public async Task<Outcome> RecommendAsync(int user, long minSequence = 0)
    {
        try
        {
            var response = await clients[Next()].RecommendAsync(ReferenceLoad.UserId(user), _request).ConfigureAwait(false);
            _ = Interlocked.Increment(ref _answers);
            if (IsMixed(response))
            {
                _ = Interlocked.Increment(ref _mixed);
            }

            return response.Items.Length != count ? Outcome.Failed : response.Degraded ? Outcome.Degraded : Outcome.Ok;
        }
        catch (RecoUnavailableException)
        {
            return Outcome.Refused;
        }
    }

    public Task<long?> TrackAsync(in LoadOperation operation) => _track[Next()].TrackAsync(operation);

    public ValueTask DisposeAsync() => default;

    // A list in the order of the way out has neither vector nor ranker, and says so.
    private static bool IsMixed(RecommendResponse response) => response.Degraded
        ? (response.UserVectorVersion ?? response.ModelVersion) != response.ModelVersion || response.RankerVersion is not null
        : response.UserVectorVersion != response.ModelVersion || response.RankerVersion != response.ModelVersion;

    private int Next() => (int)(Interlocked.Increment(ref _next) % clients.Count);
}
