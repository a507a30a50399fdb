using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Orleans.Reco.Tests;

/// <summary>Ten thousand malformed inputs: every one is refused by field name, no good neighbour is lost, nothing is a 5xx.</summary>
public sealed class MalformedInputTests(RunningHost running) : IClassFixture<RunningHost>
{
    private static readonly Gen<byte[][]> Batches =
        from bad in MalformedEvents.One.Array[1, 3]
        from good in Gen.Int[0, 3]
        from order in Gen.Shuffle(Enumerable.Range(0, bad.Length + good).ToArray())
        select order.Select(i => i < bad.Length ? bad[i] : []).ToArray();

    private readonly HostProcess _host = running.Host;
    private int _number;

    [Fact]
    public Task Malformed_events_are_rejected_alone() => Batches.SampleAsync(CheckBatchAsync, iter: 7000, threads: 2);

    [Fact]
    public Task Malformed_bodies_are_refused_whole() => MalformedBodies.One.SampleAsync(
        async body =>
        {
            var (status, answer) = await PostAsync("/v1/events", body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.NotEmpty(answer.GetProperty("errors").EnumerateObject());
        },
        iter: 2000, threads: 2);

    [Fact]
    public Task Malformed_bodies_are_refused_by_every_endpoint() =>
        Gen.Select(
            Gen.OneOf("/v1/items", "/v1/rank", "/v1/sessions/recommendations"),
            Gen.OneOf(MalformedBodies.One, MalformedEvents.One.Select(e => (byte[])[.. "{\"items\":["u8, .. e, .. "]}"u8])))

            // A visit may begin without events.
            .Where((path, body) => !body.AsSpan().SequenceEqual("{\"events\":[]}"u8))
            .SampleAsync(
                async (path, body) =>
                {
                    var (status, answer) = await PostAsync(path, body);
                    Assert.Equal(HttpStatusCode.BadRequest, status);
                    Assert.NotEmpty(answer.GetProperty("errors").EnumerateObject());
                },
                iter: 1000, threads: 2);

    private async Task CheckBatchAsync(byte[][] batch)
    {
        var user = $"good-{Interlocked.Increment(ref _number)}";
        var good = Encoding.UTF8.GetBytes($$"""{"userId":"{{user}}","itemId":"item","type":"view"}""");
        using var body = new MemoryStream();
        body.Write("{\"events\":["u8);
        for (var i = 0; i < batch.Length; i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            body.Write(batch[i].Length == 0 ? good : batch[i]);
        }

        body.Write("]}"u8);
        var kept = batch.Count(e => e.Length == 0);
        var (status, answer) = await PostAsync("/v1/events", body.ToArray());
        Assert.Equal(kept > 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        var results = answer.GetProperty("results");
        Assert.Equal(batch.Length, results.GetArrayLength());
        for (var i = 0; i < batch.Length; i++)
        {
            var expected = batch[i].Length == 0 ? "accepted" : "rejected";
            Assert.True(expected == results[i].GetProperty("status").GetString(), $"{Show(batch[i])}: {results[i]}");
            if (expected == "rejected")
            {
                Assert.NotEmpty(results[i].GetProperty("error").GetProperty("field").GetString()!);
                Assert.NotEmpty(results[i].GetProperty("error").GetProperty("message").GetString()!);
            }
        }

        if (kept > 0)
        {
            Assert.Equal(kept, (await _host.GetAsync<UserProfile>($"/v1/users/{user}")).Sequence);
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await _host.Http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} for {Show(body)}");
        return (response.StatusCode, JsonElement.Parse(text));
    }

    private static string Show(byte[] body) => Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, 400));
}
