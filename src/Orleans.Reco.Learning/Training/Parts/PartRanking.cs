namespace Orleans.Reco.Learning;

/// <summary>A ranking with the encoder.</summary>
public sealed record PartRanking
{
    /// <summary>Histories end before this time, seconds since 1970-01-01 UTC.</summary>
    public required long From { get; init; }

    /// <summary>Which items may be listed, shape <c>[items]</c>.</summary>
    public required bool[] Candidates { get; init; }

    /// <summary>The weight of popularity beside the encoder.</summary>
    public float PriorWeight { get; init; }

    /// <summary>Popularity of each item, shape <c>[items]</c>; empty = the encoder alone ranks.</summary>
    public ReadOnlyMemory<float> Popularity { get; init; }

    /// <summary>The encoder's weights, without moments.</summary>
    public required ReadOnlyMemory<float> Weights { get; init; }
}
