using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Orleans.Reco.Storage.Tests;

public sealed class BulkheadTests
{
    private const int AtATime = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly SlowHandler _server = new();
    private readonly BulkheadPolicy _policy;

    public BulkheadTests() => _policy = new BulkheadPolicy(_clock, AtATime, Patience);

    [Fact]
    public async Task An_account_is_asked_for_so_much_at_a_time_and_the_rest_waits_for_its_turn()
    {
        var calls = Enumerable.Range(0, 10).Select(_ => ExistsAsync()).ToArray();
        foreach (var _ in calls)
        {
            Assert.True(await _server.Asked.WaitAsync(Deadline, TestContext.Current.CancellationToken));
            if (_server.AtOnce == AtATime)
            {
                _server.Answer.Release();
            }
        }

        _server.Answer.Release(AtATime);
        await Task.WhenAll(calls);
        Assert.Equal((10, AtATime), (_server.Requests, _server.MostAtOnce));
    }

    [Fact]
    public async Task Who_has_waited_long_enough_is_told_and_was_not_sent()
    {
        var first = Enumerable.Range(0, AtATime).Select(_ => ExistsAsync()).ToArray();
        var late = ExistsAsync();

        _clock.Advance(Patience);

        await Assert.ThrowsAnyAsync<TimeoutException>(() => late);
        _server.Answer.Release(AtATime);
        await Task.WhenAll(first);
        Assert.Equal(AtATime, _server.Requests);

        // Its turn was not lost with it.
        _server.Answer.Release();
        await ExistsAsync();
    }

    private Task ExistsAsync() => PolicyAccount.Connect(_server, _policy).ExistsAsync();

    /// <summary>Answers when it is told to.</summary>
    private sealed class SlowHandler : HttpMessageHandler
    {
        public SemaphoreSlim Asked { get; } = new(0);

        public SemaphoreSlim Answer { get; } = new(0);

        public int AtOnce { get; private set; }

        public int MostAtOnce { get; private set; }

        public int Requests { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (Asked)
            {
                Requests++;
                MostAtOnce = Math.Max(MostAtOnce, ++AtOnce);
            }

            Asked.Release();
            await Answer.WaitAsync(cancellationToken);
            lock (Asked)
            {
                AtOnce--;
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent([]) };
        }
    }
}
