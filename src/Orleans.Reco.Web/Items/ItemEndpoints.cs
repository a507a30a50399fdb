using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Web;

/// <summary><c>/v1/items</c>.</summary>
internal static class ItemEndpoints
{
    private const string Example = """
        {"title":"Veloce Cushioned Running Shoes, Lime","categories":["Running","Running Shoes"],"brand":"Veloce","price":119,
         "currency":"EUR","tags":["cushioned"],"attributes":{"variant":"Lime"},"inStock":true,"hidden":false}
        """;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/items/{id}", PutAsync)
            .WithName("putItem").WithTags("Items").WithSummary("Create or replace an item")
            .WithDescription("After the answer an item that was hidden or sold out by it is in no recommendation that begins later.")
            .WithPath("id", "The item.").Accepts<ItemBody>("application/json").WithBodyExample(Example)
            .Produces(204).ProducesProblems(400, 413, 415, 503);
        api.MapGet("/items/{id}", GetAsync)
            .WithName("getItem").WithTags("Items").WithSummary("An item and its counters")
            .WithPath("id", "The item.").Produces<ItemResponse>().ProducesProblems(400, 404, 503);
        api.MapDelete("/items/{id}", DeleteAsync)
            .WithName("deleteItem").WithTags("Items").WithSummary("Take an item out of the catalog")
            .WithPath("id", "The item.").Produces(204).ProducesProblems(400, 404, 503);
        api.MapPost("/items", PostAsync)
            .WithName("putItems").WithTags("Items").WithSummary("Create or replace many items")
            .WithDescription("One bad item never rejects its neighbours; the answer is 400 only where every item was rejected.")
            .Accepts<ItemsBody>("application/json").Produces<ItemsResponse>().ProducesProblems(400, 413, 415, 503);
    }

    private static async Task<IResult> PutAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        var id = http.IdSegment(1, "itemId");
        var body = await JsonBody.ReadAsync<ItemBody>(http).ConfigureAwait(false);
        var item = body.ToItem(id, out var errors) ?? throw RequestProblemException.Invalid(errors);
        await client.UpsertItemAsync(item, cancellationToken).ConfigureAwait(false);
        return Results.NoContent();
    }

    private static async Task<IResult> GetAsync(HttpContext http, CancellationToken cancellationToken) =>
        await http.Reco().GetItemAsync(http.IdSegment(1, "itemId"), cancellationToken).ConfigureAwait(false) is { } item
            ? Results.Ok(ItemResponse.Of(item))
            : Problem.Unknown("item");

    private static async Task<IResult> DeleteAsync(HttpContext http, CancellationToken cancellationToken) =>
        await http.Reco().DeleteItemAsync(http.IdSegment(1, "itemId"), cancellationToken).ConfigureAwait(false)
            ? Results.NoContent()
            : Problem.Unknown("item");

    private static async Task<IResult> PostAsync(
        HttpContext http, IOptions<RecoWebOptions> options, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        using var document = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        var results = new List<ItemResult?>();
        var items = new List<CatalogItem>();
        foreach (var element in JsonBody.Elements(document, "items", options.Value.MaxItems))
        {
            var body = Fields.TryRead<NamedItemBody>(element, out var error);
            error ??= body!.ItemId is null ? new FieldError("itemId", "is required")
                : RecoKey.IdError(body.ItemId) is { } idError ? new FieldError("itemId", idError)
                : null;
            var invalid = new List<FieldError>();
            var item = error is null ? body!.ToItem(body.ItemId!, out invalid) : null;
            error ??= invalid.FirstOrDefault();
            if (item is not null)
            {
                items.Add(item);
            }

            results.Add(error is null ? null : ItemResult.Rejected(
                RecoKey.IdError(body?.ItemId) is null ? body!.ItemId : null, error.Field.Length > 0 ? error : error with { Field = "item" }));
        }

        if (items.Count > 0)
        {
            var stored = await client.UpsertItemsAsync(items, cancellationToken).ConfigureAwait(false);
            var next = 0;
            for (var i = 0; i < results.Count; i++)
            {
                results[i] ??= ItemResult.Of(stored[next++]);
            }
        }

        return Answer([.. results!]);
    }

    private static IResult Answer(ItemResult[] results) => Array.Exists(results, result => result.Error is null)
        ? Results.Ok(new ItemsResponse(results))
        : Problem.Of(
            400,
            "Every item was rejected; see errors and results.",
            new Dictionary<string, object?> { ["results"] = results },
            results.Select((result, i) => new FieldError($"items[{i}].{result.Error!.Field}", result.Error.Message)));
}
