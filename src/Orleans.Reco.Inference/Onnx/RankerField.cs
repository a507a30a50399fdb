namespace Orleans.Reco.Inference;

/// <summary>A categorical input.</summary>
/// <param name="Name">The graph's input.</param>
/// <param name="Size">How many ids it has.</param>
public sealed record RankerField(string Name, int Size);
