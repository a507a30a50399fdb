namespace Orleans.Reco;

/// <summary>Lists that need no user: answered from the silo's catalog view. Stateless worker; key: the tenant.</summary>
[Alias("reco.IDiscoveryGrain")]
public interface IDiscoveryGrain : IGrainWithStringKey
{
    /// <summary>Items like the given one: bought or viewed together, and near in the model's vectors.</summary>
    /// <returns>Null where the item is not known.</returns>
    [Alias("GetSimilar")]
    Task<RecommendResponse?> GetSimilar(string itemId, int count);

    /// <summary>The items with the most weighted interactions, with a half-life of days.</summary>
    [Alias("GetPopular")]
    Task<RecommendResponse> GetPopular(int count, string? category);

    /// <summary>The items whose interactions grew most lately, with a half-life of hours.</summary>
    [Alias("GetTrending")]
    Task<RecommendResponse> GetTrending(int count, string? category);

    /// <summary>The newest items.</summary>
    [Alias("GetNew")]
    Task<RecommendResponse> GetNew(int count, string? category);

    /// <summary>Recommends from the events of an anonymous visit; nothing is stored.</summary>
    [Alias("RecommendForSession")]
    Task<RecommendResponse> RecommendForSession(SessionRecommendRequest request, CancellationToken cancellationToken);

    /// <summary>A page of the catalog in order of popularity, for shops and consoles to show.</summary>
    [Alias("GetCatalog")]
    Task<CatalogPage> GetCatalog(int offset, int count, string? category);
}
