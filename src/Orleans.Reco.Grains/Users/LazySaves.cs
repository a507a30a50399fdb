using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Grains;

/// <summary>
/// Saves users with news that nobody was promised, some time after it came: one queue for a silo, where a timer in each activation would be
/// most of what a recommendation leaves to the collector.
/// </summary>
internal sealed partial class LazySaves(IOptions<UserOptions> options, TimeProvider time, ILogger<LazySaves> logger) : BackgroundService
{
    /// <summary>Few enough that writes which somebody waits for find their turn between them.</summary>
    private const int AtOnce = 16;

    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<(long Since, UserGrain User)> _users = new();
    private readonly ConcurrentQueue<(long Since, UserGrain User)> _failed = new();

    /// <summary>A user has news to save.</summary>
    public void Add(UserGrain user) => _users.Enqueue((time.GetTimestamp(), user));

    /// <summary>A user could not be saved, and is to be tried again sooner.</summary>
    public void Retry(UserGrain user) => _failed.Enqueue((time.GetTimestamp(), user));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = options.Value.LazySaveDelay;
        using var timer = new PeriodicTimer(delay / 4 < LongestTick ? delay / 4 : LongestTick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SaveDue(_failed, delay < LongestRetry ? delay : LongestRetry);
                await SaveDue(_users, delay);
            }
        }
        catch (OperationCanceledException)
        {
            // Users that are left are saved when the silo deactivates them.
        }
    }

    private async Task SaveDue(ConcurrentQueue<(long Since, UserGrain User)> users, TimeSpan delay)
    {
        while (await SaveSome(users, delay) == AtOnce)
        {
        }
    }

    /// <summary>Saves some users whose time has come, and returns how many there were.</summary>
    private async Task<int> SaveSome(ConcurrentQueue<(long Since, UserGrain User)> users, TimeSpan delay)
    {
        var saves = new List<Task>();
        var due = 0;
        for (; due < AtOnce && users.TryPeek(out var next) && time.GetElapsedTime(next.Since) >= delay && users.TryDequeue(out _); due++)
        {
            if (next.User.IsUnsaved)
            {
                saves.Add(next.User.SaveLazily());
            }
        }

        try
        {
            await Task.WhenAll(saves);
        }
        catch (Exception exception)
        {
            LogFailed(logger, saves.Count(save => !save.IsCompletedSuccessfully), exception);
        }

        return due;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Users} users could not be saved; they are tried again")]
    private static partial void LogFailed(ILogger logger, int users, Exception exception);
}
