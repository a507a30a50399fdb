using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Reco.Core;
using StackExchange.Redis;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// The alternative that one would build without Orleans: a stateless ASP.NET service over Redis, with the same ONNX graphs, the same
/// rules and the same HTTP shape. Run as a process of its own: <c>peer BUNDLE REDIS URL</c>.
/// </summary>
internal static class PeerService
{
    public const string Command = "peer";

    public static async Task RunAsync(string bundleFolder, string redis, string url, ReferenceLoad load)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, PeerJson.Default));
        var app = builder.Build();
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        var users = new PeerUsers(connection.GetDatabase());
        using var recommender = new PeerRecommender(bundleFolder, load);

        app.MapGet("/health/ready", () => Results.Ok());
        app.MapGet("/v1/users/{id}/recommendations", async (string id, int? count) =>
        {
            var user = await users.ReadAsync(id);
            var response = await recommender.RecommendAsync(user, count ?? load.Returned);
            users.RecordExposures(id, response.Shown, UnixTime.Clamp(TimeProvider.System.GetUtcNow()));
            return Results.Ok(response.Response);
        });
        app.MapPost("/v1/events", async (PeerEvents body) =>
        {
            var results = new PeerResult[body.Events.Length];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = await users.AppendAsync(body.Events[i], recommender.OrdinalOf(body.Events[i].ItemId));
            }

            return Results.Ok(new PeerResults(results));
        });
        await app.RunAsync(url);
    }
}
