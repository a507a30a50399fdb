namespace Orleans.Reco.Client;

/// <summary>Sends a batch of events to the users that they belong to.</summary>
internal sealed class TrackDispatcher(GrainReferences<IUserGrain> users, GrainCalls calls, TimeProvider time, string tenant)
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

        var batch = new Batch(named, results);
        if (named.Length == 1 && results[0] is null)
        {
            // What most pages send: no groups, no parallel loop.
            await SendUserAsync(named[0].UserId, [0], batch, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Parallel.ForEachAsync(
                Groups.ByKey(named, e => RecoKey.IdError(e.UserId) is null ? e.UserId : null),
                new ParallelOptions { MaxDegreeOfParallelism = calls.MaxConcurrency, CancellationToken = cancellationToken },
                async (user, token) => await SendUserAsync(user.Key, user.Value, batch, token).ConfigureAwait(false)).ConfigureAwait(false);
        }

        return batch.Failure is not { } failure || Array.Exists(results, r => r.Status != TrackStatus.Rejected) ? results : throw failure;
    }

    /// <summary>Sends the events of one user; that the cluster did not answer is a result too.</summary>
    private async Task SendUserAsync(string userId, List<int> positions, Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            Interaction[] events = [.. positions.Select(i => batch.Events[i])];
            var answers = await CallAsync(userId, events, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < answers.Length; i++)
            {
                batch.Results[positions[i]] = answers[i];
            }
        }
        catch (RecoUnavailableException failure)
        {
            batch.Failure = failure;
            foreach (var i in positions)
            {
                batch.Results[i] = new TrackResult(batch.Events[i].EventId!, TrackStatus.Rejected, 0, RecoClientErrors.Unavailable("event"));
            }
        }
    }

    private Task<TrackResult[]> CallAsync(string userId, Interaction[] batch, CancellationToken cancellationToken)
    {
        var user = users.Get(RecoKey.Create(tenant, userId, "userId").ToString());
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

    /// <summary>Events under way, with a result for each in the end.</summary>
    private sealed class Batch(Interaction[] events, TrackResult[] results)
    {
        public Interaction[] Events => events;

        public TrackResult[] Results => results;

        /// <summary>Why some of the events have no answer of the cluster.</summary>
        public RecoUnavailableException? Failure { get; set; }
    }
}
