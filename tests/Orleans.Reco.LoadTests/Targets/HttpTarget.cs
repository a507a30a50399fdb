using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Orleans.Reco.LoadTests;

/// <summary>A service of the product's HTTP shape, over kept connections.</summary>
internal sealed class HttpTarget(Uri address, int count) : ILoadTarget
{
    private readonly IPEndPoint _server = new(IPAddress.Parse(address.Host), address.Port);
    private readonly ConcurrentStack<HttpConnection> _idle = [];

    public Task<Outcome> RecommendAsync(int user, long minSequence = 0)
    {
        var sequence = minSequence == 0 ? "" : $"&minSequence={minSequence}";
        return SendAsync(
            $"GET /v1/users/{ReferenceLoad.UserId(user)}/recommendations?count={count}{sequence} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n",
            (status, body) => status switch
            {
                (int)HttpStatusCode.OK => Read(body),
                (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable => Outcome.Refused,
                _ => Outcome.Failed,
            });
    }

    public Task<long?> TrackAsync(in LoadOperation operation)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"events":[{"userId":"{{ReferenceLoad.UserId(operation.User)}}","itemId":"{{ReferenceLoad.ItemId(operation.Item)}}","type":"{{operation.Type}}"}]}""");
        return SendAsync(
            $"POST /v1/events HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}",
            (status, answer) => status == (int)HttpStatusCode.OK ? Sequence(answer) : null);
    }

    public ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }

        return default;
    }

    private static long? Sequence(ReadOnlyMemory<byte> body)
    {
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.GetProperty("results")[0].GetProperty("sequence").GetInt64();
    }

    /// <summary>Counts the items without building them.</summary>
    private Outcome Read(ReadOnlyMemory<byte> body)
    {
        var items = body.Span.Count("\"itemId\":"u8);
        return items != count ? Outcome.Failed : body.Span.IndexOf("\"degraded\":true"u8) >= 0 ? Outcome.Degraded : Outcome.Ok;
    }

    private async Task<T> SendAsync<T>(string request, Func<int, ReadOnlyMemory<byte>, T> read)
    {
        var connection = _idle.TryPop(out var idle) ? idle : await HttpConnection.OpenAsync(_server).ConfigureAwait(false);
        try
        {
            var (status, body) = await connection.SendAsync(Encoding.ASCII.GetBytes(request)).ConfigureAwait(false);
            var result = read(status, body);
            _idle.Push(connection);
            return result;
        }
        catch
        {
            // What else comes on it is unknown.
            connection.Dispose();
            throw;
        }
    }
}
