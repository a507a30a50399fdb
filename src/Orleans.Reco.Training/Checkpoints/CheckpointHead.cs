namespace Orleans.Reco.Training;

/// <summary>A training under way: whose it is, what it reads, and where its last state is.</summary>
[GenerateSerializer]
[Alias("reco.TrainingCheckpoint")]
internal sealed record CheckpointHead
{
    /// <summary>The refresh.</summary>
    [Id(0)]
    public string RefreshId { get; init; } = "";

    /// <summary>The hyper-parameters that it began with; with others a lead begins anew.</summary>
    [Id(1)]
    public string Settings { get; init; } = "";

    /// <summary>Parts that it began with. Another lead goes on with as many, wherever they are then, so that the result is the same.</summary>
    [Id(2)]
    public int Parts { get; init; }

    /// <summary>The first date of the segments.</summary>
    [Id(3)]
    public DateOnly From { get; init; }

    /// <summary>The segments that it reads.</summary>
    [Id(4)]
    public string[] Segments { get; init; } = [];

    /// <summary>The pages of the last state: those of one of two sets, while the next state is written to the other.</summary>
    [Id(5)]
    public int Set { get; init; }

    /// <summary>How many pages; 0 = there is no state yet.</summary>
    [Id(6)]
    public int Pages { get; init; }

    /// <summary>A hash of the state.</summary>
    [Id(7)]
    public string StateId { get; init; } = "";

    /// <summary>Events received before are left out; none where an earlier version has begun.</summary>
    [Id(8)]
    public DateTimeOffset Since { get; init; }
}
