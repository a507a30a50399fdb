namespace Orleans.Reco.Learning;

/// <summary>Interactions in three parts: to learn from, to choose on, and to measure on once.</summary>
public sealed record DataSplit
{
    /// <summary>The protocol in words, as it stands beside every number.</summary>
    public required string Protocol { get; init; }

    /// <summary>What models learn from while choices are made.</summary>
    public required InteractionDataset Train { get; init; }

    /// <summary>What the measured model may learn from: <see cref="Train"/> and the validation part.</summary>
    public required InteractionDataset TrainAndValidation { get; init; }

    /// <summary>The users of the validation part.</summary>
    public required IReadOnlyList<EvaluationCase> Validation { get; init; }

    /// <summary>The users of the test part.</summary>
    public required IReadOnlyList<EvaluationCase> Test { get; init; }

    /// <summary>Which items a ranking may hold, shape <c>[items]</c>. All parts share one vocabulary.</summary>
    public required bool[] Candidates { get; init; }
}
