using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>What a silo serves a tenant from, at one moment. Replaced whole when any part changes.</summary>
/// <param name="Catalog">The catalog.</param>
/// <param name="Rankings">The lists that need no user.</param>
/// <param name="Model">The model in service; null before the first.</param>
public sealed record TenantSnapshot(CatalogView Catalog, CatalogRankings Rankings, ServingModel? Model);
