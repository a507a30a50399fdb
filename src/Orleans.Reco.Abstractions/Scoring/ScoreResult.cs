using System.Runtime.InteropServices;

namespace Orleans.Reco;

/// <summary>Candidates, best first, all scored by one model version.</summary>
[GenerateSerializer]
[Immutable]
[Alias("reco.ScoreResult")]
public sealed record ScoreResult
{
    /// <summary>The version before the first model: candidates are in order of popularity.</summary>
    public const string NoModel = "none";

    /// <summary>The bundle that encoded the user, retrieved and ranked.</summary>
    [Id(0)]
    public required string ModelVersion { get; init; }

    /// <summary>The encoder's state after the whole history, to be kept for the next query; empty where there is no encoder.</summary>
    [Id(1)]
    public Embedding State { get; init; }

    /// <summary>The user vector, shape <c>[dimension]</c>, of the item vectors' space.</summary>
    [Id(2)]
    public Embedding Vector { get; init; }

    /// <summary>The candidates in order of score.</summary>
    [Id(3)]
    public required Packed<ScoredCandidate> Candidates { get; init; }

    /// <summary>True where the order is by dot product or popularity because the pool was full or away.</summary>
    [Id(4)]
    public bool Degraded { get; init; }

    /// <summary>The bundle of the ranker that ordered the candidates; null where none did.</summary>
    [Id(5)]
    public string? RankerVersion { get; init; }
}

/// <summary>A candidate: 16 bytes.</summary>
/// <param name="Ordinal">The item.</param>
/// <param name="Score">Comparable within one result only.</param>
/// <param name="Because">The ordinal of the history item that brought it, or <see cref="HistoryEvent.NoItem"/>.</param>
/// <param name="Source">What found it.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 16)]
public readonly record struct ScoredCandidate(int Ordinal, float Score, int Because, CandidateSource Source);

/// <summary>What found a candidate.</summary>
public enum CandidateSource : byte
{
    /// <summary>Nearest to the user vector.</summary>
    Personal = 0,

    /// <summary>A neighbour of something in the history: item-kNN or co-visits.</summary>
    Similar = 1,

    /// <summary>Growing lately.</summary>
    Trending = 2,

    /// <summary>Popular.</summary>
    Popular = 3,

    /// <summary>New in the catalog.</summary>
    New = 4,
}
