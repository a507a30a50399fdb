namespace Orleans.Reco.Inference;

/// <summary>The arrays and graphs that <see cref="BundleWriter"/> turns into files.</summary>
public sealed record BundleContents
{
    /// <summary>Item ids; the item at position i has vocabulary index i + 1.</summary>
    public required IReadOnlyList<string> ItemIds { get; init; }

    /// <summary>Item vectors, row-major, shape <c>[items, dimension]</c>, without a row for "no item".</summary>
    public required ReadOnlyMemory<float> ItemVectors { get; init; }

    /// <summary>Weighted interactions in the training window, shape <c>[items]</c>.</summary>
    public required ReadOnlyMemory<float> Popularity { get; init; }

    /// <summary>Vocabulary indices of neighbours, best first, 0 = none, shape <c>[items, neighbours]</c>; empty for none.</summary>
    public ReadOnlyMemory<int> Neighbours { get; init; }

    /// <summary>Similarities, same shape as <see cref="Neighbours"/>.</summary>
    public ReadOnlyMemory<float> NeighbourScores { get; init; }

    /// <summary>The graph of <see cref="BundleFiles.Encode"/>.</summary>
    public required ReadOnlyMemory<byte> Encode { get; init; }

    /// <summary>The graph of <see cref="BundleFiles.Step"/>; empty where the encoder takes whole histories only.</summary>
    public ReadOnlyMemory<byte> Step { get; init; }

    /// <summary>The graph of <see cref="BundleFiles.Scores"/>; empty where a score is a dot product.</summary>
    public ReadOnlyMemory<byte> Scores { get; init; }

    /// <summary>The graph of <see cref="BundleFiles.Ranker"/>; empty for none.</summary>
    public ReadOnlyMemory<byte> Ranker { get; init; }

    /// <summary>Further files by plain name, which serving does not read: weights for a warm start, a learning curve.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Others { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>The graph of <see cref="BundleFiles.Content"/>; empty for none.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}
