namespace Orleans.Reco;

/// <summary>What speaks for a refresh besides time. Counted by the silos; what a silo counted and had not told is lost with it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.RefreshSignals")]
public sealed record RefreshSignals
{
    /// <summary>Events accepted.</summary>
    [Id(0)]
    public long Events { get; init; }

    /// <summary>Those of them that name an item which the model in service was not trained on.</summary>
    [Id(1)]
    public long UnknownItemEvents { get; init; }

    /// <summary>
    /// How far the scores that are served have moved since the version went into service: the population stability index; 0 before
    /// there are enough scores.
    /// </summary>
    [Id(2)]
    public double ScoreDrift { get; init; }

    /// <summary>The share of events with an item that the model was not trained on, [0,1]; 0 without events.</summary>
    public double UnknownItemShare => Events == 0 ? 0 : (double)UnknownItemEvents / Events;
}
