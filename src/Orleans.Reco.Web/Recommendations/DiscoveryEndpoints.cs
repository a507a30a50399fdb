using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web;

/// <summary>Lists that need no user.</summary>
internal static class DiscoveryEndpoints
{
    private const int MaxPage = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/items/{id}/similar", SimilarAsync)
            .WithName("similar").WithTags("Discovery").WithSummary("Items like the given one")
            .WithPath("id", "The item.").WithQuery("count", "integer", "How many items, 1 to 200. Default: 20.")
            .Produces<RecommendResponse>().ProducesProblems(400, 404, 503);
        MapList(api, "popular", "The most popular items of late days", static (client, count, category, token) =>
            client.GetPopularAsync(count, category, token));
        MapList(api, "trending", "The items that grew most in late hours", static (client, count, category, token) =>
            client.GetTrendingAsync(count, category, token));
        MapList(api, "new", "The newest items", static (client, count, category, token) =>
            client.GetNewAsync(count, category, token));
        api.MapGet("/catalog", CatalogAsync)
            .WithName("catalog").WithTags("Discovery").WithSummary("A page of the catalog, most popular first")
            .WithQuery("offset", "integer", "Where the page begins. Default: 0.")
            .WithQuery("count", "integer", "How many items, 1 to 500. Default: 50.")
            .WithQuery("category", "string", "Only items of this category.")
            .Produces<CatalogPage>().ProducesProblems(400, 503);
    }

    private static void MapList(
        IEndpointRouteBuilder api,
        string name,
        string summary,
        Func<IRecoClient, int, string?, CancellationToken, Task<RecommendResponse>> list) =>
        api.MapGet($"/{name}", async (HttpContext http, CancellationToken cancellationToken) =>
            {
                var query = new QueryReader(http);
                var (count, category) = (query.Count(), query.Text("category"));
                query.Done();
                return Results.Ok(await list(http.Reco(), count, category, cancellationToken).ConfigureAwait(false));
            })
            .WithName(name).WithTags("Discovery").WithSummary(summary)
            .WithQuery("count", "integer", "How many items, 1 to 200. Default: 20.")
            .WithQuery("category", "string", "Only items of this category.")
            .Produces<RecommendResponse>().ProducesProblems(400, 503);

    private static async Task<IResult> SimilarAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var id = http.IdSegment(1, "itemId");
        var query = new QueryReader(http);
        var count = query.Count();
        query.Done();
        return await http.Reco().GetSimilarAsync(id, count, cancellationToken).ConfigureAwait(false) is { } similar
            ? Results.Ok(similar)
            : Problem.Unknown("item");
    }

    private static async Task<IResult> CatalogAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var query = new QueryReader(http);
        var offset = (int)query.Whole("offset", 0, 0, int.MaxValue);
        var (count, category) = (query.Count(50, MaxPage), query.Text("category"));
        query.Done();
        return Results.Ok(await http.Reco().GetCatalogAsync(offset, count, category, cancellationToken).ConfigureAwait(false));
    }
}
