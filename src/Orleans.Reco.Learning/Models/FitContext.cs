namespace Orleans.Reco.Learning;

/// <summary>What a model learns from, and how.</summary>
public sealed record FitContext
{
    /// <summary>The interactions; the model may learn from all of them.</summary>
    public required InteractionDataset Data { get; init; }

    /// <summary>Hyper-parameters.</summary>
    public required ParameterValues Parameters { get; init; }

    /// <summary>What choices are made on, such as when to stop. Null = none are made: the model trains for as many epochs as it is told.</summary>
    public RankingEvaluator? Validation { get; init; }

    /// <summary>Seed of everything random. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of managed code; 0 = all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Native threads of torch. Default: 1; 0 = all cores.</summary>
    public int TorchThreads { get; init; } = 1;

    /// <summary>Tells how long things take.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Told after each epoch or round, and now and then within.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Where an algorithm with epochs keeps its checkpoint, to go on from it when it is called again. Null = nowhere.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>A bundle of the same algorithm whose weights training starts from. Null = from scratch.</summary>
    public string? ParentBundle { get; init; }

    /// <summary>Ends training; with a checkpoint folder, it can be resumed.</summary>
    public CancellationToken CancellationToken { get; init; }
}
