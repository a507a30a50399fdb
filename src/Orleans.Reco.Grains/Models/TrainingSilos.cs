using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Reco.Grains;

/// <summary>The silos of the cluster that may train.</summary>
public sealed class TrainingSilos(ISiloStatusOracle membership, ISiloMetadataCache metadata)
{
    /// <summary>Those with the training role that are active now, as far as this silo knows.</summary>
    public IReadOnlyList<SiloAddress> Active() =>
        [.. membership.GetActiveSilos().Where(silo => RequireRoleDirector.Has(metadata, silo, RecoRoles.Training))];
}
