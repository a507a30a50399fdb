using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Reco.Grains;

/// <summary>The silos of the cluster that may hold users.</summary>
internal sealed class ServingSilos(ILocalSiloDetails self, ISiloStatusOracle membership, ISiloMetadataCache metadata)
{
    /// <summary>Those besides this one that are active now, as far as this silo knows.</summary>
    public IReadOnlyList<SiloAddress> Others() =>
    [
        .. membership.GetActiveSilos().Where(silo => !silo.Equals(self.SiloAddress) && RequireRoleDirector.Has(metadata, silo, RecoRoles.Serving)),
    ];
}
