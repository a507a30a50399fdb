namespace Orleans.Reco.Client;

/// <summary>A silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Address, port and generation.</param>
/// <param name="Status">Its membership status, for example <c>active</c>.</param>
/// <param name="StartedAt">When it joined.</param>
/// <param name="Activations">Grains in its memory, Orleans' own included.</param>
public sealed record SiloState(string Name, string Address, string Status, DateTimeOffset StartedAt, int Activations);
