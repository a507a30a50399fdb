namespace Orleans.Reco.Web;

/// <summary>What the operators' page of models shows; null is what the cluster did not tell.</summary>
/// <param name="PathBase">What every address of this application begins with.</param>
/// <param name="Tenant">Whose models they are.</param>
/// <param name="Status">The model in service and its refreshes.</param>
/// <param name="Bundles">The bundle store, newest first.</param>
internal sealed record ModelsModel(string PathBase, string Tenant, ModelStatus? Status, IReadOnlyList<BundleInfo>? Bundles)
{
    /// <summary>What a bundle is to the cluster now.</summary>
    public string? RoleOf(string version) =>
        version == Status?.ActiveVersion ? "in service"
        : version == Status?.PreviousVersion ? "before it"
        : Status?.Current is { EndedAt: null } current && current.Version == version ? Words.Stage(current.Stage)
        : null;
}
