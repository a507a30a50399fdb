using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Web;

/// <summary><c>/v1/events</c>.</summary>
internal static class EventEndpoints
{
    private const string Example = """
        {"events":[{"userId":"anna","itemId":"run-0014","type":"click","sessionId":"s-1"},
          {"eventId":"01980a3e-0000-7000-8000-000000000001","userId":"anna","itemId":"run-0014","type":"purchase","value":54.99}]}
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/events", TrackAsync)
            .WithName("trackEvents").WithTags("Events").WithSummary("Record what users did")
            .WithDescription(
                "Applies events, each once by its id. An accepted event is durable and in force. One bad event never rejects its "
                + "neighbours; the answer is 400 only where every event was rejected.")
            .Accepts<EventsBody>("application/json").WithBodyExample(Example)
            .Produces<EventsResponse>().ProducesProblems(400, 413, 415, 503);

    private static async Task<IResult> TrackAsync(
        HttpContext http, IOptions<RecoWebOptions> options, CancellationToken cancellationToken)
    {
        var client = http.Reco();
        using var body = await JsonBody.ReadAsync(http).ConfigureAwait(false);
        var elements = JsonBody.Elements(body, "events", options.Value.MaxEvents);
        var results = new List<EventResult?>();
        var events = new List<Interaction>();
        foreach (var element in elements)
        {
            if (EventReader.TryRead(element, out var rejected) is { } interaction)
            {
                events.Add(interaction);
            }

            results.Add(rejected);
        }

        if (events.Count > 0)
        {
            var tracked = await client.TrackAsync(events, cancellationToken).ConfigureAwait(false);
            var next = 0;
            for (var i = 0; i < results.Count; i++)
            {
                results[i] ??= EventResult.Of(tracked[next++]);
            }
        }

        return Answer([.. results!]);
    }

    private static IResult Answer(EventResult[] results)
    {
        if (Array.Exists(results, result => result.Error is null))
        {
            return Results.Ok(new EventsResponse(results));
        }

        return Problem.Of(
            400,
            "Every event was rejected; see errors and results.",
            new Dictionary<string, object?> { ["results"] = results },
            results.Select((result, i) => new FieldError($"events[{i}].{result.Error!.Field}", result.Error.Message)));
    }
}
