using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Orleans.Reco.Grains;

/// <summary>Places a grain on silos of a role only. The built-in filters compare with the calling silo, which has another role.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequireRoleAttribute(RecoRoles role) : PlacementFilterAttribute(new RequireRoleStrategy(role));

/// <summary>The role that a grain asks for, as a grain property.</summary>
internal sealed class RequireRoleStrategy(RecoRoles role) : PlacementFilterStrategy(order: 0)
{
    private const string Key = "reco.role";

    public RequireRoleStrategy()
        : this(RecoRoles.None)
    {
    }

    public RecoRoles Role { get; private set; } = role;

    public override void AdditionalInitialize(GrainProperties properties) =>
        Role = Enum.Parse<RecoRoles>(GetPlacementFilterGrainProperty(Key, properties) ?? nameof(RecoRoles.None));

    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties)
    {
        yield return new(Key, Role.ToString());
    }
}

/// <summary>Keeps the silos whose metadata names the role.</summary>
internal sealed class RequireRoleDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    /// <summary>The key of the roles in the silo's metadata.</summary>
    public const string MetadataKey = "reco.roles";

    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var role = ((RequireRoleStrategy)filterStrategy).Role;
        return silos.Where(silo => Has(metadata, silo, role));
    }

    /// <summary>Whether a silo has a role, as far as this silo knows.</summary>
    public static bool Has(ISiloMetadataCache metadata, SiloAddress silo, RecoRoles role) =>
        metadata.GetSiloMetadata(silo).Metadata.TryGetValue(MetadataKey, out var roles)
        && Enum.TryParse<RecoRoles>(roles, out var has) && has.HasFlag(role);
}
