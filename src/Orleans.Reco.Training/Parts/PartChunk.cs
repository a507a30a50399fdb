namespace Orleans.Reco.Training;

/// <summary>A piece of a content: a message stays small however large a model is.</summary>
/// <param name="Slot">What it is: a part keeps one content of each.</param>
/// <param name="ContentId">The content, by its bytes.</param>
/// <param name="Index">Which piece, from 0.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Bytes">The piece.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.PartChunk")]
internal sealed record PartChunk(
    [property: Id(0)] string Slot,
    [property: Id(1)] string ContentId,
    [property: Id(2)] int Index,
    [property: Id(3)] int Count,
    [property: Id(4)] Packed<byte> Bytes);
