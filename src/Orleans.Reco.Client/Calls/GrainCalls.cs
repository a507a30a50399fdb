using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Orleans.Reco.Client;

/// <summary>Calls grains with a time limit, and again after a passing failure.</summary>
internal sealed partial class GrainCalls
{
    private readonly ResiliencePipeline _pipeline;
    private readonly RetryBudget _budget = new();
    private readonly TimeSpan _tryTimeout;
    private readonly TimeSpan _totalTimeout;
    private readonly TimeProvider _time;

    public GrainCalls(IOptions<RecoClientOptions> options, TimeProvider time, ILogger<GrainCalls> logger)
    {
        var settings = options.Value;
        (MaxConcurrency, _totalTimeout, _time) = (settings.MaxConcurrency, settings.TotalTimeout, time);
        _tryTimeout = settings.TryTimeout < _totalTimeout ? settings.TryTimeout : _totalTimeout;
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (settings.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(failure => IsPassing(failure) && _budget.MayRetry()),
                MaxRetryAttempts = settings.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = settings.BaseDelay,
                MaxDelay = settings.MaxDelay,
                OnRetry = retry =>
                {
                    LogRetry(logger, retry.AttemptNumber + 1, settings.Attempts, Name(retry.Outcome.Exception!));
                    return default;
                },
            });
        }

        _pipeline = builder.AddTimeout(_tryTimeout).Build();
    }

    /// <summary>How many elements of one batch are called at a time.</summary>
    public int MaxConcurrency { get; }

    /// <summary>Runs a call that may be sent more than once.</summary>
    /// <param name="call">Given the number of the try, from 0.</param>
    /// <param name="cancellationToken">Gives up waiting; the grain may still do the work.</param>
    /// <exception cref="RecoUnavailableException">The last try failed in a passing way too, or the time for all tries is over.</exception>
    public async Task<T> RunAsync<T>(Func<int, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Nearly all calls end here. The pipeline costs more than they do, and is given the first failure as that of its own first try.
        ExceptionDispatchInfo first;
        var began = _time.GetTimestamp();
        try
        {
            var result = await call(0).WaitAsync(_tryTimeout, _time, cancellationToken).ConfigureAwait(false);
            _budget.Succeeded();
            return result;
        }
        catch (Exception failure) when (IsPassing(failure) && !cancellationToken.IsCancellationRequested)
        {
            first = ExceptionDispatchInfo.Capture(failure);
        }

        return await RetryAsync(call, first, began, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RunAsync{T}(Func{int, Task{T}}, CancellationToken)"/>
    public Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => RunAsync(_ => call(), cancellationToken);

    /// <inheritdoc cref="RunAsync{T}(Func{int, Task{T}}, CancellationToken)"/>
    public Task RunAsync(Func<Task> call, CancellationToken cancellationToken) => RunAsync(
        async _ =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private async Task<T> RetryAsync<T>(
        Func<int, Task<T>> call, ExceptionDispatchInfo first, long began, CancellationToken cancellationToken)
    {
        var attempt = 0;
        var left = _totalTimeout - _time.GetElapsedTime(began);
        using var over = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await _pipeline.ExecuteAsync(
                async token =>
                {
                    if (attempt++ == 0)
                    {
                        first.Throw();
                    }

                    var result = await call(attempt - 1).WaitAsync(token).ConfigureAwait(false);
                    _budget.Succeeded();
                    return result;
                },
                either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when ((IsPassing(failure) || (failure is OperationCanceledException && over.IsCancellationRequested))
            && !cancellationToken.IsCancellationRequested)
        {
            throw failure as RecoUnavailableException
                ?? new RecoUnavailableException($"The cluster did not answer ({Name(failure)}, {attempt} tries).", failure);
        }
    }

    private static bool IsPassing(Exception failure) => failure
        is RecoUnavailableException

        // Whatever Orleans and grain storage throw: a silo that is gone, a state that cannot be read.
        or OrleansException
        or ConnectionFailedException
        or TimeoutRejectedException
        or TimeoutException;

    private static string Name(Exception failure) => failure.GetType().Name;
}
