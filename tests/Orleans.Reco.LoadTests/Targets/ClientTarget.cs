using Orleans.Reco.Client;

namespace Orleans.Reco.LoadTests;

/// <summary>The grain client, in the silo's process.</summary>
internal sealed class ClientTarget(IRecoClient client, int count) : ILoadTarget
{
    private readonly RecommendRequest _request = new() { Count = count };

    public async Task<Outcome> RecommendAsync(int user, long minSequence = 0)
    {
        try
        {
            var request = minSequence == 0 ? _request : _request with { MinSequence = minSequence };
            var response = await client.RecommendAsync(ReferenceLoad.UserId(user), request).ConfigureAwait(false);
            return response.Items.Length != count || response.Sequence < minSequence ? Outcome.Failed
                : response.Degraded ? Outcome.Degraded
                : Outcome.Ok;
        }
        catch (RecoUnavailableException)
        {
            return Outcome.Refused;
        }
    }

    public Task<long?> TrackAsync(in LoadOperation operation)
    {
        var interaction = new Interaction
        {
            UserId = ReferenceLoad.UserId(operation.User),
            ItemId = ReferenceLoad.ItemId(operation.Item),
            Type = operation.Type,
        };
        return SendAsync(interaction);
    }

    public ValueTask DisposeAsync() => default;

    private async Task<long?> SendAsync(Interaction interaction)
    {
        try
        {
            var results = await client.TrackAsync([interaction]).ConfigureAwait(false);
            return results[0].Status == TrackStatus.Accepted ? results[0].Sequence : null;
        }
        catch (RecoUnavailableException)
        {
            return null;
        }
    }
}
