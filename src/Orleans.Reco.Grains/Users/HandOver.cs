using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

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
        var (begun, moved) = (0, 0);
        try
        {
            var pace = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(residents.All(), pace, async (user, stopped) =>
            {
                var silo = others[Interlocked.Increment(ref begun) % others.Count];
                if (await MovesInTimeAsync(user, silo, stopped))
                {
                    Interlocked.Increment(ref moved);
                }
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The rest moves, or is saved, when it is deactivated.
        }

        LogMoved(logger, moved, begun, time.GetElapsedTime(began).TotalSeconds);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> MovesInTimeAsync(UserGrain user, SiloAddress silo, CancellationToken stopped)
    {
        try
        {
            await user.MoveTo(silo).WaitAsync(Patience, time, stopped);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Moved} of {Users} users left for other silos in {Seconds:F1} s")]
    private static partial void LogMoved(ILogger logger, int moved, int users, double seconds);
}
