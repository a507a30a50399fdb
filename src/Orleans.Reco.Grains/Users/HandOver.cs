using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Grains;

/// <summary>
/// Moves the users of a silo that leaves to others, some at a time, while the silo is still one of the cluster and answers. All at once, when
/// it is deactivated, they would be in nobody's memory for seconds, and all their requests would wait.
/// </summary>
internal sealed partial class HandOver(ResidentUsers residents, ServingSilos silos, TimeProvider time, ILogger<HandOver> logger)
    : IHostedLifecycleService
{
    private const int AtOnce = 32;

    /// <summary>A user who has not moved by then is left to the silo's own end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Before anything else of the host stops.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var others = silos.Others();
        if (others.Count == 0)
        {
            return;
        }

        var began = time.GetTimestamp();
        var moved = 0;
        try
        {
            var pace = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(residents.All(), pace, async (user, _) =>
            {
                var number = Interlocked.Increment(ref moved);
                await user.MoveTo(others[number % others.Count]).WaitAsync(Patience, time, cancellationToken);
            });
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException)
        {
            // The rest moves, or is saved, when it is deactivated.
        }

        LogMoved(logger, moved, time.GetElapsedTime(began).TotalSeconds);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Users} users moved to other silos in {Seconds:F1} s")]
    private static partial void LogMoved(ILogger logger, int users, double seconds);
}
