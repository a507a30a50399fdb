using Orleans.Reco.Client;

namespace Orleans.Reco.Web;

/// <summary>What the first page shows before its script runs.</summary>
/// <param name="PathBase">What every address of this application begins with.</param>
/// <param name="Tenant">Whose shop it is.</param>
/// <param name="Shoppers">Known shoppers that the demo offers.</param>
/// <param name="Status">The state of the cluster and model.</param>
internal sealed record HomeModel(string PathBase, string Tenant, IList<string> Shoppers, StatusModel Status)
{
    /// <summary>Where to go from here.</summary>
    public IReadOnlyList<(string Address, string Name)> Links { get; } =
    [
        ("/models", "Models"),
        ("/reference", "API reference"),
        ("/dashboard", "Orleans dashboard"),
        ("/health/ready", "Health"),
        ("/metrics", "Metrics"),
        ("/openapi/v1.json", "OpenAPI"),
    ];
}

/// <summary>The state of the cluster and model; null where it could not be had.</summary>
internal sealed record StatusModel(ClusterStatus? Cluster, ModelStatus? Model)
{
    /// <summary>The refresh under way; null where none is.</summary>
    public RefreshInfo? Running => Model?.Current is { EndedAt: null } refresh ? refresh : null;

    /// <summary>The refresh that made the model in service.</summary>
    public RefreshInfo? Made => Model?.ActiveVersion is not { } version ? null
        : Model.Current?.Version == version ? Model.Current
        : Array.Find(Model.History, refresh => refresh.Version == version);
}
