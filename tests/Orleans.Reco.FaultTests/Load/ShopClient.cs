using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Orleans.Reco.FaultTests;

/// <summary>
/// A client as the documentation asks for one: the same request again after a lost connection, 429 or 5xx, first after 100 ms, then twice
/// as long each time up to 2 s or as <c>Retry-After</c> says, for 30 seconds at most.
/// </summary>
internal sealed class ShopClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly ConcurrentQueue<string> _givenUp = new();
    private int _retries;

    /// <param name="web">The front.</param>
    /// <param name="tenant">The shop.</param>
    /// <param name="connections">Requests under way at a time; others wait in the client.</param>
    public ShopClient(Uri web, string tenant, int connections = int.MaxValue)
    {
        // What answers is asked anew in a while: the address of a front may have moved.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = connections,
        };
        _http = new HttpClient(handler) { BaseAddress = web, Timeout = TryTimeout, DefaultRequestHeaders = { { "X-Reco-Tenant", tenant } } };
    }

    /// <summary>Tries beyond the first.</summary>
    public int Retries => _retries;

    /// <summary>For each operation that no try answered: when each try ended, and how.</summary>
    public IReadOnlyCollection<string> GivenUp => _givenUp;

    /// <summary>Sends an event; false where no try was answered.</summary>
    /// <exception cref="InvalidOperationException">The cluster rejected a good event.</exception>
    public async Task<bool> TrackAsync(Shopper shopper, ShopEvent sent)
    {
        var body = new { events = new[] { new { eventId = sent.Id, userId = shopper.Id, itemId = sent.ItemId, type = "view" } } };
        using var answer = await SendAsync(() => _http.PostAsJsonAsync("/v1/events", body));
        if (answer is null)
        {
            return false;
        }

        var result = (await ReadAsync(answer)).GetProperty("results")[0];
        if (result.GetProperty("status").GetString() is not ("accepted" or "duplicate"))
        {
            throw new InvalidOperationException($"A good event was rejected: {result}");
        }

        sent.AcknowledgedAt = TimeProvider.System.GetTimestamp();
        shopper.Sequence = Math.Max(shopper.Sequence, result.GetProperty("sequence").GetInt64());
        return true;
    }

    /// <summary>Asks for a list that reflects every acknowledged event; false where no try was answered with 200.</summary>
    public async Task<bool> RecommendAsync(Shopper shopper)
    {
        using var answer = await SendAsync(
            () => _http.GetAsync($"/v1/users/{shopper.Id}/recommendations?count=20&minSequence={shopper.Sequence}"));
        return answer is { IsSuccessStatusCode: true };
    }

    /// <summary>How many events the cluster has applied for a user, and the items of the last of them.</summary>
    public async Task<(long Sequence, string[] Items)> HistoryAsync(string userId)
    {
        using var answer = await SendAsync(() => _http.GetAsync($"/v1/users/{userId}"))
            ?? throw new InvalidOperationException("The cluster does not answer after the load.");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return (0, []);
        }

        var user = await ReadAsync(answer);
        return (
            user.GetProperty("sequence").GetInt64(),
            [.. user.GetProperty("history").EnumerateArray().Select(e => e.GetProperty("itemId").GetString()!)]);
    }

    public async Task PutItemsAsync(int count)
    {
        var items = Enumerable.Range(0, count).Select(i => new { itemId = $"item-{i}", title = $"Thing {i}", categories = new[] { $"things-{i % 20}" }, price = i + 1 });
        foreach (var batch in items.Chunk(250))
        {
            using var answer = await SendAsync(() => _http.PostAsJsonAsync("/v1/items", new { items = batch }))
                ?? throw new InvalidOperationException("The cluster does not take items.");
            _ = await ReadAsync(answer);
        }
    }

    /// <summary>Starts a refresh of the model and returns its id; null where it was not taken after all tries.</summary>
    public async Task<string?> RefreshAsync()
    {
        using var answer = await SendAsync(() => _http.PostAsJsonAsync("/v1/models/refresh", new { reason = "soak" }));
        return answer is null ? null : (await ReadAsync(answer)).GetProperty("refreshId").GetString();
    }

    /// <summary>The state of models, as the API gives it; null where it gives none after all tries.</summary>
    public async Task<JsonElement?> ModelsAsync()
    {
        using var answer = await SendAsync(() => _http.GetAsync("/v1/models"));
        return answer is null ? null : await ReadAsync(answer);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }

    private async Task<HttpResponseMessage?> SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        var began = TimeProvider.System.GetTimestamp();
        var tries = new StringBuilder();
        void Note(object outcome) => tries.Append(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s {outcome}; ");
        for (var wait = FirstWait; ; wait = wait * 2 < LastWait ? wait * 2 : LastWait)
        {
            var pause = wait;
            try
            {
                var answer = await send();
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError))
                {
                    return answer;
                }

                Note((int)answer.StatusCode);
                pause = answer.Headers.RetryAfter?.Delta ?? wait;
                answer.Dispose();
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // A lost connection or no answer in time: nobody knows what became of the request.
                Note(failure.GetType().Name);
            }

            if (TimeProvider.System.GetElapsedTime(began) + pause > Patience)
            {
                _givenUp.Enqueue(tries.ToString());
                return null;
            }

            Interlocked.Increment(ref _retries);
            await Task.Delay(pause, TimeProvider.System);
        }
    }
}
