namespace Orleans.Reco;

/// <summary>
/// What a scoring worker needs to know of a user to retrieve and rank: all of it in one message, so that the worker calls nobody.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.ScoreQuery")]
public sealed record ScoreQuery
{
    /// <summary>Whose catalog and model.</summary>
    [Id(0)]
    public required string Tenant { get; init; }

    /// <summary>The encoder's state after all events but the last <see cref="Pending"/>; used if it is of the model in service.</summary>
    [Id(1)]
    public Embedding State { get; init; }

    /// <summary>The user's last events, oldest first. Encoded as a whole where <see cref="State"/> cannot be used.</summary>
    [Id(2)]
    public Packed<HistoryEvent> History { get; init; }

    /// <summary>How many events at the end of <see cref="History"/> the state has not seen.</summary>
    [Id(3)]
    public int Pending { get; init; }

    /// <summary>Ordinals that must not be returned, ascending.</summary>
    [Id(4)]
    public Packed<int> Excluded { get; init; }

    /// <summary>Only items of this category; all where null.</summary>
    [Id(5)]
    public string? Category { get; init; }

    /// <summary>How many candidates to return.</summary>
    [Id(6)]
    public int Count { get; init; }

    /// <summary>Score just these ordinals and retrieve nothing; default: retrieve.</summary>
    [Id(7)]
    public Packed<int> Candidates { get; init; }

    /// <summary>The version that is to score, where the worker has it; null, or where it has not: the version in service.</summary>
    [Id(8)]
    public string? ModelVersion { get; init; }

    /// <summary>
    /// The user vector that came with <see cref="State"/>, shape <c>[dimension]</c>. Where nothing is pending it is taken as it is, and where no
    /// worker can score, the way out takes it in any case. Default: none.
    /// </summary>
    [Id(9)]
    public Embedding Vector { get; init; }
}
