namespace Orleans.Reco.Grains;

/// <summary>
/// What a refresh makes the cluster do. Each call may be repeated without harm. A failure that passes by itself (a silo went away, a
/// call was slow) throws <see cref="TimeoutException"/> or an Orleans exception, and the step is done again; any other ends the refresh.
/// </summary>
internal interface IRefreshWork
{
    /// <summary>Every silo seals its part of the event log, so that training sees what was acknowledged before now.</summary>
    Task SealEventLog();

    /// <summary>Starts training, or tells how far it is.</summary>
    Task<TrainingReport> Train(TrainingPlan plan);

    /// <summary>Reads a bundle of the store whole, and throws where it cannot be served.</summary>
    Task Verify(string version);

    /// <summary>Deletes all bundles but the given and the newest.</summary>
    Task Retain(IReadOnlyCollection<string> versions);

    /// <summary>Has every silo load a bundle, and tells how far each is.</summary>
    Task<IReadOnlyList<StagingReport>> Stage(string version);

    /// <summary>What the silos have counted of a canary's users with a first list in looks from one to before another.</summary>
    Task<IReadOnlyList<CanaryCount>> CollectCanary(string canaryId, uint from, uint to);
}
