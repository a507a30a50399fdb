namespace Orleans.Reco.Training;

/// <summary>
/// A part of a training: holds a share of the users and works on it. Key: <c>tenant/refresh/part</c>. Each call but <see cref="Stop"/>
/// and <see cref="Release"/> says what is wanted, starts it unless it is under way or done, and answers within seconds how far it is. So a
/// call that was lost is made again, and a part that was lost says what it needs.
/// </summary>
[Alias("reco.ITrainerPartGrain")]
internal interface ITrainerPartGrain : IGrainWithStringKey
{
    /// <summary>Takes a piece of what later calls need.</summary>
    [Alias("Upload")]
    Task Upload(PartChunk chunk);

    /// <summary>Reads the share from the event log.</summary>
    [Alias("Prepare")]
    Task<PartReport> Prepare(PartShare share);

    /// <summary>Takes a step of ALS by blocks.</summary>
    [Alias("StepAls")]
    Task<PartReport> StepAls(PartAlsStep step);

    /// <summary>Takes the steps of a round.</summary>
    [Alias("Run")]
    Task<PartReport> Run(PartRound round);

    /// <summary>Ranks for users of the share.</summary>
    [Alias("Rank")]
    Task<PartReport> Rank(PartRankingCall call);

    /// <summary>A piece of the result of the work of this id.</summary>
    [Alias("Download")]
    Task<Packed<byte>> Download(string workId, int index);

    /// <summary>Ends a round under way with the steps so far.</summary>
    [Alias("Stop")]
    Task Stop(string workId);

    /// <summary>The training has ended.</summary>
    [Alias("Release")]
    Task Release();
}
