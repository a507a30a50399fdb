namespace Orleans.Reco.Client;

/// <summary>The silos of the cluster and the grains that are active on them.</summary>
/// <param name="Silos">The active silos, by name.</param>
/// <param name="Grains">Activations by grain class, most first; Orleans' own grains are left out.</param>
public sealed record ClusterStatus(IReadOnlyList<SiloState> Silos, IReadOnlyList<GrainActivations> Grains)
{
    /// <summary>Users in memory.</summary>
    public int ActiveUsers => CountOf("UserGrain");

    /// <summary>Items in memory.</summary>
    public int ActiveItems => CountOf("ItemGrain");

    private int CountOf(string grain) => Grains.Where(g => g.Grain == grain).Sum(g => g.Activations);
}
