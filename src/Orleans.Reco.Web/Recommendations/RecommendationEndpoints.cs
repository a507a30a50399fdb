using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Reco.Web;

/// <summary>Recommendations for a user or a visit.</summary>
internal static class RecommendationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/users/{id}/recommendations", RecommendAsync)
            .WithName("recommend").WithTags("Recommendations").WithSummary("Recommend items to a user")
            .WithDescription("Computed from the state that the last acknowledged event left. Unknown users get popular items.")
            .WithPath("id", "The user.")
            .WithQuery("count", "integer", "How many items, 1 to 200. Default: 20.")
            .WithQuery("placement", "string", "Where the list will be shown. Default: default.")
            .WithQuery("exclude", "array", "An item that must not come; may be repeated, at most 1000 times.")
            .WithQuery("category", "string", "Only items of this category.")
            .WithQuery("minSequence", "integer", "The answer must reflect at least this many events of the user; 409 where it cannot.")
            .WithQuery("explain", "boolean", "Give a reason with each item.")
            .Produces<RecommendResponse>().ProducesProblems(400, 409, 503);
        api.MapPost("/rank", RankAsync)
            .WithName("rank").WithTags("Recommendations").WithSummary("Order given items for a user")
            .Accepts<RankBody>("application/json")
            .WithBodyExample("""{"userId":"anna","itemIds":["run-0014","cof-0019","kit-0080"],"explain":true}""")
            .Produces<RecommendResponse>().ProducesProblems(400, 409, 413, 415, 503);
        api.MapPost("/sessions/recommendations", SessionAsync)
            .WithName("recommendForSession").WithTags("Recommendations").WithSummary("Recommend items to an anonymous visit")
            .WithDescription("Nothing is stored.")
            .Accepts<SessionBody>("application/json")
            .WithBodyExample("""{"events":[{"itemId":"run-0014","type":"view"},{"itemId":"run-0107","type":"cart"}],"count":10}""")
            .Produces<RecommendResponse>().ProducesProblems(400, 413, 415, 503);
    }

    private static async Task<IResult> RecommendAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var id = http.IdSegment(1, "userId");
        var query = new QueryReader(http);
        var request = new RecommendRequest
        {
            Count = query.Count(),
            Placement = query.Text("placement", 64) ?? "default",
            Exclude = query.Many("exclude", RecommendRequest.MaxExclude),
            Category = query.Text("category"),
            MinSequence = query.Whole("minSequence", 0, 0, long.MaxValue),
            Explain = query.Flag("explain"),
        };
        query.Done();
        return Results.Ok(await client.RecommendAsync(id, request, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> RankAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var body = await JsonBody.ReadAsync<RankBody>(http).ConfigureAwait(false);
        var request = body.ToRequest();
        return Results.Ok(await client.RankAsync(body.UserId!, request, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> SessionAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var body = await JsonBody.ReadAsync<SessionBody>(http).ConfigureAwait(false);
        return Results.Ok(await client.RecommendForSessionAsync(body.ToRequest(), cancellationToken).ConfigureAwait(false));
    }
}
