namespace Orleans.Reco.Client;

/// <summary>How many grains of a class are in memory, over all silos.</summary>
/// <param name="Grain">The class, without its namespace.</param>
/// <param name="Activations">How many.</param>
public sealed record GrainActivations(string Grain, int Activations);
