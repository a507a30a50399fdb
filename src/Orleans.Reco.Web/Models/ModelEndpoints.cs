using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Reco.Web;

/// <summary><c>/v1/models</c>.</summary>
internal static class ModelEndpoints
{
    private const int MaxText = 256;
    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/models", StatusAsync)
            .WithName("models").WithTags("Models").WithSummary("The model in service, the refresh under way and those that ended")
            .Produces<ModelStatus>().ProducesProblems(503);
        api.MapGet("/models/bundles", BundlesAsync)
            .WithName("bundles").WithTags("Models").WithSummary("The bundles of the bundle store, newest first")
            .Produces<BundleInfo[]>().ProducesProblems(503);
        api.MapPost("/models/refresh", RefreshAsync)
            .WithName("refreshModel").WithTags("Models").WithSummary("Train a new model from the event log")
            .WithDescription("Starts a refresh unless one is under way, and answers at once; watch it with GET /v1/models.")
            .Accepts<RefreshBody>(isOptional: true, Json).WithBodyExample("""{"reason":"new season","kind":"full"}""")
            .Produces<RefreshInfo>(202).ProducesProblems(400, 413, 415, 503);
        api.MapPost("/models/register", RegisterAsync)
            .WithName("registerModel").WithTags("Models").WithSummary("Take in a bundle that was made elsewhere")
            .WithDescription("Verifies a folder of the inbox and takes it through the gate, staging and canary, as a refresh.")
            .Accepts<RegisterBody>(Json).WithBodyExample("""{"folder":"from-python"}""")
            .Produces<RefreshInfo>(202).ProducesProblems(400, 413, 415, 503);
        api.MapPost("/models/rollback", RollBackAsync)
            .WithName("rollBackModel").WithTags("Models").WithSummary("Take back the canary or, where there is none, the model in service")
            .Accepts<RollBackBody>(isOptional: true, Json).WithBodyExample("""{"reason":"empty lists"}""")
            .Produces<ModelStatus>().ProducesProblems(400, 413, 415, 503);
        api.MapPost("/models/{version}/promote", PromoteAsync)
            .WithName("promoteModel").WithTags("Models").WithSummary("Put a model bundle into service on every silo, without gate and canary")
            .WithPath("version", "The bundle.").Produces<ModelStatus>().ProducesProblems(400, 503);
    }

    private static async Task<IResult> StatusAsync(HttpContext http, CancellationToken cancellationToken) =>
        Results.Ok(await http.Reco().GetModelStatusAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> BundlesAsync(HttpContext http, CancellationToken cancellationToken) =>
        Results.Ok(await http.Reco().ListModelsAsync(cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> RefreshAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var body = await OptionalBodyAsync<RefreshBody>(http).ConfigureAwait(false);
        var request = new RefreshRequest { Reason = Text(body?.Reason), Kind = Kind(body?.Kind), By = Operator.Of(http) };
        return Accepted(http, await client.StartRefreshAsync(request, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> RegisterAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var folder = (await JsonBody.ReadAsync<RegisterBody>(http).ConfigureAwait(false)).Folder;
        return string.IsNullOrEmpty(folder)
            ? throw RequestProblemException.Invalid("folder", "must name a folder of the inbox")
            : Accepted(http, await client.RegisterModelAsync(folder, Operator.Of(http), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> RollBackAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var body = await OptionalBodyAsync<RollBackBody>(http).ConfigureAwait(false);
        return Results.Ok(await client.RollBackModelAsync(Text(body?.Reason), Operator.Of(http), cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> PromoteAsync(HttpContext http, CancellationToken cancellationToken) =>
        Results.Ok(await http.Reco()
            .PromoteModelAsync(http.IdSegment(1, "version"), Operator.Of(http), cancellationToken).ConfigureAwait(false));

    private static IResult Accepted(HttpContext http, RefreshInfo refresh) =>
        Results.Accepted($"{http.Request.PathBase}{ApiDocument.Prefix}/models", refresh);

    private static async Task<T?> OptionalBodyAsync<T>(HttpContext http)
        where T : class
    {
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true && http.Request.ContentLength != 0;
        return hasBody ? await JsonBody.ReadAsync<T>(http).ConfigureAwait(false) : null;
    }

    private static string Text(string? reason) => reason?.Length > MaxText
        ? throw RequestProblemException.Invalid("reason", $"must have at most {MaxText} characters")
        : reason ?? "requested";

    private static RefreshKind Kind(string? kind) => kind switch
    {
        null or "full" => RefreshKind.Full,
        "quick" => RefreshKind.Quick,
        _ => throw RequestProblemException.Invalid("kind", "must be full or quick"),
    };
}
