using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orleans.Reco.LoadTests;

/// <summary>A service of the product's HTTP shape, over kept connections.</summary>
internal sealed class HttpTarget : ILoadTarget
{
    private readonly HttpClient _http;
    private readonly int _count;

    public HttpTarget(Uri address, int count)
    {
        _count = count;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = address };
    }

    public async Task<Outcome> RecommendAsync(int user, long minSequence = 0)
    {
        var sequence = minSequence == 0 ? "" : $"&minSequence={minSequence}";
        using var response = await _http.GetAsync(
            new Uri($"/v1/users/{ReferenceLoad.UserId(user)}/recommendations?count={_count}{sequence}", UriKind.Relative)).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => Read(body),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => Outcome.Refused,
            _ => Outcome.Failed,
        };
    }

    public Task<long?> TrackAsync(in LoadOperation operation) => SendAsync(operation);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return default;
    }

    private async Task<long?> SendAsync(LoadOperation operation)
    {
        var body = new
        {
            events = new[]
            {
                new { userId = ReferenceLoad.UserId(operation.User), itemId = ReferenceLoad.ItemId(operation.Item), type = operation.Type },
            },
        };
        using var response = await _http.PostAsJsonAsync(new Uri("/v1/events", UriKind.Relative), body).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
        return answer.RootElement.GetProperty("results")[0].GetProperty("sequence").GetInt64();
    }

    /// <summary>Counts the items without building them: the generator shares the cores with what it measures.</summary>
    private Outcome Read(ReadOnlySpan<byte> body)
    {
        var items = body.Count("\"itemId\":"u8);
        return items != _count ? Outcome.Failed : body.IndexOf("\"degraded\":true"u8) >= 0 ? Outcome.Degraded : Outcome.Ok;
    }
}
