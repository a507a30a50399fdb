using Azure.Core;
using Azure.Core.Pipeline;

namespace Orleans.Reco.Storage;

/// <summary>
/// Asks an account for no more at a time than it answers soon. What comes beyond waits here, where it costs the account nothing: a store
/// that is given a burst works on requests whose callers have given up, and the tries that follow keep it from ever catching up.
/// </summary>
internal sealed class BulkheadPolicy : HttpPipelinePolicy
{
    /// <summary>At 10 ms for an answer 6,400 requests a second, a third of what a standard account takes from all silos.</summary>
    public const int DefaultRequests = 64;

    /// <summary>As long as a try may take: whoever has waited for longer is better told so.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turns;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;

    public BulkheadPolicy(TimeProvider time, int requests = DefaultRequests, TimeSpan? patience = null) =>
        (_turns, _patience, _time) = (new SemaphoreSlim(requests), patience ?? DefaultPatience, time);

    /// <exception cref="TimeoutException">No turn came in time; the request was not sent. The client's retries let it through.</exception>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await TakeTurnAsync(message.CancellationToken).ConfigureAwait(false);
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        finally
        {
            _ = _turns.Release();
        }
    }

    /// <exception cref="NotSupportedException">Always: nothing here blocks a thread.</exception>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Blobs are accessed asynchronously only.");

    private async ValueTask TakeTurnAsync(CancellationToken cancellationToken)
    {
        // Mostly there is one, and no timer is needed.
        if (_turns.Wait(0, CancellationToken.None))
        {
            return;
        }

        using var patience = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _turns.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("its account has too many requests at a time");
        }
    }
}
