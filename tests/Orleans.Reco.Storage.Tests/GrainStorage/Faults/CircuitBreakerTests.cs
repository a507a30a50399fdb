using System.Net;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;

namespace Orleans.Reco.Storage.Tests;

public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedHandler _server = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_that_does_not_answer_is_asked_once_a_second_and_trusted_when_it_does(bool answersWithErrors)
    {
        var blob = Connect();
        _server.Status = answersWithErrors ? HttpStatusCode.ServiceUnavailable : null;
        for (var i = 0; i < 50; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => blob.ExistsAsync());
        }

        var asked = _server.Requests;
        Assert.InRange(asked, 1, 20);

        // Still away: one of these finds out.
        _clock.Advance(Pause);
        for (var i = 0; i < 50; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => blob.ExistsAsync());
        }

        Assert.Equal(asked + 1, _server.Requests);

        _server.Status = HttpStatusCode.OK;
        _clock.Advance(Pause);
        for (var i = 0; i < 50; i++)
        {
            Assert.True(await blob.ExistsAsync());
        }
    }

    [Fact]
    public async Task Refusals_are_answers()
    {
        var blob = Connect();
        _server.Status = HttpStatusCode.PreconditionFailed;
        for (var i = 0; i < 50; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => blob.DeleteAsync());
        }

        Assert.Equal(50, _server.Requests);
    }

    private BlobClient Connect() => PolicyAccount.Connect(_server, new CircuitBreakerPolicy(_clock));

    /// <summary>Answers with a status, or with nothing at all.</summary>
    private sealed class ScriptedHandler : HttpMessageHandler
    {
        public HttpStatusCode? Status { get; set; }

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Status is { } status
                ? Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new ByteArrayContent([]) })
                : throw new HttpRequestException("Injected: connection refused.");
        }
    }
}
