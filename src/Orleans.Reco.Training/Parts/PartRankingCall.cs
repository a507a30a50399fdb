namespace Orleans.Reco.Training;

/// <summary>A ranking as a message, see <see cref="Learning.PartRanking"/>.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.PartRankingCall")]
internal sealed record PartRankingCall
{
    /// <summary>The ranking and its weights: the same id is the same work.</summary>
    [Id(0)]
    public required string WorkId { get; init; }

    /// <summary>The uploaded plan.</summary>
    [Id(1)]
    public required string PlanId { get; init; }

    /// <summary>The uploaded weights.</summary>
    [Id(2)]
    public required string WeightsId { get; init; }

    /// <summary>Histories end before this time, seconds since 1970-01-01 UTC.</summary>
    [Id(3)]
    public long From { get; init; }

    /// <summary>The weight of popularity.</summary>
    [Id(4)]
    public float PriorWeight { get; init; }

    /// <summary>Popularity of each item; empty = none.</summary>
    [Id(5)]
    public Packed<float> Popularity { get; init; }

    /// <summary>Which items may be listed, 0 or 1 for each.</summary>
    [Id(6)]
    public Packed<byte> Candidates { get; init; }

    /// <summary>Pseudonyms of the users.</summary>
    [Id(7)]
    public required string[] Users { get; init; }
}
