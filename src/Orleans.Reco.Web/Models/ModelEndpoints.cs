using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Reco.Web;

/// <summary><c>/v1/models</c>.</summary>
internal static class ModelEndpoints
{
    private const int MaxReason = 256;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/models", StatusAsync)
            .WithName("models").WithTags("Models").WithSummary("The model in service, the refresh under way and those that ended")
            .Produces<ModelStatus>().ProducesProblems(503);
        api.MapPost("/models/refresh", RefreshAsync)
            .WithName("refreshModel").WithTags("Models").WithSummary("Train a new model from the event log")
            .WithDescription("Starts a refresh unless one is under way, and answers at once; watch it with GET /v1/models.")
            .Accepts<RefreshBody>(isOptional: true, "application/json").WithBodyExample("""{"reason":"new season"}""")
            .Produces<RefreshInfo>(202).ProducesProblems(400, 413, 415, 503);
        api.MapPost("/models/{version}/promote", PromoteAsync)
            .WithName("promoteModel").WithTags("Models").WithSummary("Put a model bundle into service on every silo")
            .WithPath("version", "The bundle.").Produces<ModelStatus>().ProducesProblems(400, 503);
    }

    private static async Task<IResult> StatusAsync(HttpContext http, CancellationToken cancellationToken) =>
        Results.Ok(await http.Reco().GetModelStatusAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> RefreshAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true && http.Request.ContentLength != 0;
        var reason = hasBody ? (await JsonBody.ReadAsync<RefreshBody>(http).ConfigureAwait(false)).Reason : null;
        if (reason?.Length > MaxReason)
        {
            throw RequestProblemException.Invalid("reason", $"must have at most {MaxReason} characters");
        }

        var refresh = await client.StartRefreshAsync(reason ?? "requested", cancellationToken).ConfigureAwait(false);
        return Results.Accepted($"{http.Request.PathBase}{ApiDocument.Prefix}/models", refresh);
    }

    private static async Task<IResult> PromoteAsync(HttpContext http, CancellationToken cancellationToken) =>
        Results.Ok(await http.Reco().PromoteModelAsync(http.IdSegment(1, "version"), cancellationToken).ConfigureAwait(false));
}
