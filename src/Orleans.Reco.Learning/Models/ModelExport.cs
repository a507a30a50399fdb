namespace Orleans.Reco.Learning;

/// <summary>A model as a bundle holds it, without vocabulary and manifest.</summary>
/// <remarks>
/// A model either gives vectors, <see cref="ItemVectors"/> and <see cref="Encode"/>, and a score is their dot product; or it has
/// <see cref="Scores"/>, and that graph scores every item.
/// </remarks>
public sealed record ModelExport
{
    /// <summary>The dimension of user and item vectors; 0 where the model has none.</summary>
    public int Dimension { get; init; }

    /// <summary>The dimension of the encoder's state; 0 where histories are encoded whole.</summary>
    public int StateDimension { get; init; }

    /// <summary>How many of the last events the model takes.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Item vectors, row-major, shape <c>[items, dimension]</c>; empty where the model has none.</summary>
    public ReadOnlyMemory<float> ItemVectors { get; init; }

    /// <summary>The graph that encodes a history; empty where the model has <see cref="Scores"/>.</summary>
    public ReadOnlyMemory<byte> Encode { get; init; }

    /// <summary>The graph of one more event; empty where histories are encoded whole.</summary>
    public ReadOnlyMemory<byte> Step { get; init; }

    /// <summary>The graph that scores every item from a history; empty where the model gives vectors.</summary>
    public ReadOnlyMemory<byte> Scores { get; init; }

    /// <summary>Further files of the bundle by name, which serving does not read.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>
    /// True where the model takes only events of types that speak for an item; a bundle then names no others, and serving leaves their
    /// events out. Default: false.
    /// </summary>
    public bool PositiveEventsOnly { get; init; }
}
