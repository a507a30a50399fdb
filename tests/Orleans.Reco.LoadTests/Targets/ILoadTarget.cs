namespace Orleans.Reco.LoadTests;

/// <summary>Something that recommends and tracks.</summary>
internal interface ILoadTarget : IAsyncDisposable
{
    /// <summary>Recommends; <paramref name="minSequence"/> asks for at least this many of the user's events to be reflected.</summary>
    Task<Outcome> RecommendAsync(int user, long minSequence = 0);

    /// <summary>Tracks one event and returns the user's sequence number, or null where it was not taken.</summary>
    Task<long?> TrackAsync(in LoadOperation operation);
}

/// <summary>How a request ended.</summary>
internal enum Outcome
{
    /// <summary>A full answer.</summary>
    Ok,

    /// <summary>A list in the order of the way out.</summary>
    Degraded,

    /// <summary>Refused: try later.</summary>
    Refused,

    /// <summary>An error.</summary>
    Failed,
}
