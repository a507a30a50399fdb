namespace Orleans.Reco.Training;

/// <summary>How far a part is with what it was asked for.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.PartReport")]
internal sealed record PartReport
{
    /// <summary>How far it is.</summary>
    [Id(0)]
    public required PartStage Stage { get; init; }

    /// <summary>Why it failed, or the slot of the content that it needs.</summary>
    [Id(1)]
    public string Message { get; init; } = "";

    /// <summary>Pieces of the result to download.</summary>
    [Id(2)]
    public int Chunks { get; init; }

    /// <summary>What the part holds: users, interactions, steps of an epoch before the validation window and before the holdout.</summary>
    [Id(3)]
    public int[] Info { get; init; } = [];

    /// <summary>Targets that the round trained on.</summary>
    [Id(4)]
    public long Samples { get; init; }

    /// <summary>Steps of the round.</summary>
    [Id(5)]
    public int Steps { get; init; }

    /// <summary>The sum of their losses.</summary>
    [Id(6)]
    public double LossSum { get; init; }

    /// <summary>Seconds that the part computed.</summary>
    [Id(7)]
    public double Seconds { get; init; }
}
