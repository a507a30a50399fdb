namespace Orleans.Reco.Client;

/// <summary>Sends a batch of events to the users that they belong to.</summary>
internal sealed class TrackDispatcher(IGrainFactory grains, GrainCalls calls, TimeProvider time, string tenant)
{
    public async Task<IReadOnlyList<TrackResult>> SendAsync(IReadOnlyList<Interaction> events, CancellationToken cancellationToken)
    {
        var results = new TrackResult[events.Count];
        var named = new Interaction[events.Count];
        for (var i = 0; i < named.Length; i++)
        {
            var interaction = events[i] ?? throw new RecoValidationException($"events[{i}]", "must not be null");
            named[i] = interaction.EventId is null ? interaction with { EventId = NewEventId() } : interaction;
            if (RecoKey.IdError(interaction.UserId) is { } error)
            {
                results[i] = TrackResult.Rejected(named[i].EventId!, "userId", error);
            }
        }

        var users = Groups.ByKey(named, e => RecoKey.IdError(e.UserId) is null ? e.UserId : null);
        RecoUnavailableException? unavailable = null;
        await Parallel.ForEachAsync(
            users,
            new ParallelOptions { MaxDegreeOfParallelism = calls.MaxConcurrency, CancellationToken = cancellationToken },
            async (user, token) =>
            {
                var batch = user.Value.ConvertAll(i => named[i]).ToArray();
                try
                {
                    var answers = await SendAsync(user.Key, batch, token).ConfigureAwait(false);
                    for (var i = 0; i < batch.Length; i++)
                    {
                        results[user.Value[i]] = answers[i];
                    }
                }
                catch (RecoUnavailableException failure)
                {
                    unavailable = failure;
                    foreach (var i in user.Value)
                    {
                        results[i] = new TrackResult(named[i].EventId!, TrackStatus.Rejected, 0, RecoClientErrors.Unavailable("event"));
                    }
                }
            }).ConfigureAwait(false);

        return unavailable is null || Array.Exists(results, r => r.Status != TrackStatus.Rejected)
            ? results
            : throw unavailable;
    }

    private Task<TrackResult[]> SendAsync(string userId, Interaction[] batch, CancellationToken cancellationToken)
    {
        var user = grains.GetGrain<IUserGrain>(RecoKey.Create(tenant, userId, "userId").ToString());
        return calls.RunAsync(
            async attempt =>
            {
                var answers = await user.Track(batch).ConfigureAwait(false);
                return attempt == 0 ? answers : OwnDuplicatesAccepted(answers);
            },
            cancellationToken);
    }

    /// <summary>
    /// A retry's duplicate is what our own first try stored. Only the first of an id: its repetitions within the batch stay duplicates.
    /// </summary>
    private static TrackResult[] OwnDuplicatesAccepted(TrackResult[] answers)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Array.ConvertAll(answers, answer => answer.Status != TrackStatus.Rejected && seen.Add(answer.EventId)
            ? answer with { Status = TrackStatus.Accepted }
            : answer);
    }

    private string NewEventId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();
}
