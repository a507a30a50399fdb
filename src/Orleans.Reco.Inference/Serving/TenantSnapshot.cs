using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>What a silo serves a tenant from, at one moment. Replaced whole when any part changes.</summary>
/// <param name="Catalog">The catalog.</param>
/// <param name="Rankings">The lists that need no user.</param>
/// <param name="Model">The model in service; null before the first.</param>
/// <param name="Canary">The model that serves a share of the users; null where there is none.</param>
public sealed record TenantSnapshot(CatalogView Catalog, CatalogRankings Rankings, ServingModel? Model, ServingModel? Canary = null)
{
    /// <summary>The model that a query is pinned to where it is the canary, else the one in service.</summary>
    /// <param name="version">The version; null = the one in service.</param>
    public ServingModel? ModelFor(string? version) => version is not null && Canary?.Version == version ? Canary : Model;
}
