using Azure.Core;
using Azure.Core.Pipeline;
using Polly;
using Polly.CircuitBreaker;

namespace Orleans.Reco.Storage;

/// <summary>
/// Stops asking an account that does not answer: after half of the tries of five seconds failed, further ones fail at once, and one a
/// second finds out whether it is back. Without it each caller would hold its place for all tries, and a silo whose store is away
/// spends itself on asking.
/// </summary>
internal sealed class CircuitBreakerPolicy : HttpPipelinePolicy
{
    private const double FailureRatio = 0.5;

    /// <summary>Fewer tries in the window say nothing.</summary>
    private const int MinimumThroughput = 10;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ResiliencePipeline<bool> _breaker;

    public CircuitBreakerPolicy(TimeProvider time) => _breaker = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = MinimumThroughput,
            SamplingDuration = Window,
            BreakDuration = Pause,
            ShouldHandle = new PredicateBuilder<bool>().Handle<Exception>().HandleResult(false),
        })
        .Build();

    /// <exception cref="BrokenCircuitException">The account is not asked now. The client's retries let it through.</exception>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        _ = await _breaker.ExecuteAsync(
            static async (call, _) =>
            {
                await ProcessNextAsync(call.message, call.pipeline).ConfigureAwait(false);
                return Answers(call.message.Response.Status);
            },
            (message, pipeline),
            message.CancellationToken).ConfigureAwait(false);

    /// <exception cref="NotSupportedException">Always: nothing here blocks a thread.</exception>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Blobs are accessed asynchronously only.");

    private static bool Answers(int status) => status < 500 && status != 429;
}
