namespace Orleans.Reco;

/// <summary>A shopper: behaviour history, vector, exposures. Key: <see cref="RecoKey"/> of tenant and user id.</summary>
[Alias("reco.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Applies events, each once, and returns when the accepted ones are durable. One bad event never rejects its neighbours.
    /// </summary>
    /// <returns>A result for each event, in order.</returns>
    /// <exception cref="RecoUnavailableException">The store did not take the write; send the batch again with the same event ids.</exception>
    [Alias("Track")]
    Task<TrackResult[]> Track(Interaction[] events);

    /// <summary>Recommends items from the state that the last acknowledged event left.</summary>
    /// <param name="request">How many, and what is left out.</param>
    /// <param name="cancellationToken">The caller has left: a query that waits is not scored, nothing counts as shown.</param>
    /// <exception cref="RecoValidationException">A field of the request is not allowed.</exception>
    [Alias("Recommend")]
    Task<RecommendResponse> Recommend(RecommendRequest request, CancellationToken cancellationToken);

    /// <summary>Puts the given items into the order in which this user is likely to want them.</summary>
    [Alias("Rank")]
    Task<RecommendResponse> Rank(RankRequest request, CancellationToken cancellationToken);

    /// <summary>The user's attributes, sequence number and recent history, newest first; null where nothing is known.</summary>
    [Alias("GetProfile")]
    Task<UserProfile?> GetProfile();

    /// <summary>Replaces the user's attributes.</summary>
    [Alias("SetAttributes")]
    Task SetAttributes(Dictionary<string, string> attributes);

    /// <summary>Forgets the user at once: state, history, vector and the secret that linked the event log to them.</summary>
    [Alias("Erase")]
    Task Erase();
}
