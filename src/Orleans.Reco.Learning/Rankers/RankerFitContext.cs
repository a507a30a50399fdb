namespace Orleans.Reco.Learning;

/// <summary>What a ranker learns from, and how.</summary>
public sealed record RankerFitContext
{
    /// <summary>The rows to learn from.</summary>
    public required RankingDataset Train { get; init; }

    /// <summary>The rows whose log loss tells when to stop.</summary>
    public required RankingDataset Validation { get; init; }

    /// <summary>Hyper-parameters.</summary>
    public required ParameterValues Parameters { get; init; }

    /// <summary>Seed of everything random. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Native threads of torch. Default: 1; 0 = all cores.</summary>
    public int TorchThreads { get; init; } = 1;

    /// <summary>Tells how long things take.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Told after each epoch.</summary>
    public IProgress<RankerEpoch>? Progress { get; init; }

    /// <summary>Ends training between two batches.</summary>
    public CancellationToken CancellationToken { get; init; }
}
