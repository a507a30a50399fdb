using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;

namespace Orleans.Reco.Storage.Tests;

public sealed class BulkheadTests
{
    private const string Account = "AccountName=a;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/a;";
    private const int AtATime = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _clock = new();
    private readonly SlowHandler _server = new();

    [Fact]
    public async Task An_account_is_asked_for_so_much_at_a_time_and_the_rest_waits_for_its_turn()
    {
        var blob = Connect();
        var calls = Enumerable.Range(0, 10).Select(_ => blob.ExistsAsync()).ToArray();
        for (var answered = 0; answered < calls.Length; answered++)
        {
            await _server.Asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.InRange(_server.AtOnce, 1, AtATime);
            if (answered >= AtATime - 1)
            {
                _server.Answer.Release();
            }
        }

        _server.Answer.Release(AtATime);
        await Task.WhenAll(calls);
        Assert.InRange(_server.MostAtOnce, 1, AtATime);
    }

    [Fact]
    public async Task Who_has_waited_long_enough_is_told_and_was_not_sent()
    {
        var blob = Connect();
        var first = Enumerable.Range(0, AtATime).Select(_ => blob.ExistsAsync()).ToArray();
        var late = blob.ExistsAsync();

        _clock.Advance(Patience);

        await Assert.ThrowsAnyAsync<TimeoutException>(() => late);
        _server.Answer.Release(AtATime);
        await Task.WhenAll(first);
        Assert.Equal(AtATime, _server.Requests);
    }

    private BlobClient Connect()
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(_server), Retry = { MaxRetries = 0 } };
        options.AddPolicy(new BulkheadPolicy(_clock, AtATime, Patience), HttpPipelinePosition.PerRetry);
        return new BlobServiceClient(Account, options).GetBlobContainerClient("c").GetBlobClient("b");
    }

    /// <summary>Answers when it is told to.</summary>
    private sealed class SlowHandler : HttpMessageHandler
    {
        private int _atOnce;

        public SemaphoreSlim Asked { get; } = new(0);

        public SemaphoreSlim Answer { get; } = new(0);

        public int AtOnce => _atOnce;

        public int MostAtOnce { get; private set; }

        public int Requests { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (Asked)
            {
                Requests++;
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
            }

            Asked.Release();
            await Answer.WaitAsync(cancellationToken);
            lock (Asked)
            {
                _atOnce--;
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent([]) };
        }
    }
}
