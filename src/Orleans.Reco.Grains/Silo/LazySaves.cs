using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>A grain that may hold what nobody was promised and the store does not have.</summary>
internal interface ISavesLazily
{
    /// <summary>True where it does.</summary>
    bool IsUnsaved { get; }

    /// <summary>Saves on the grain's own turns; may be called from anywhere.</summary>
    Task SaveLazily();
}

/// <summary>
/// Saves users and items with news that nobody was promised, some time after it came: queues for a silo, where a timer in each activation
/// would be most of what a recommendation leaves to the collector, and a hundred thousand of them a list that is walked for each that is due.
/// </summary>
internal sealed partial class LazySaves(IOptions<UserOptions> options, TimeProvider time, ILogger<LazySaves> logger) : BackgroundService
{
    /// <summary>Few enough that writes which somebody waits for find their turn between them.</summary>
    private const int AtOnce = 16;

    /// <summary>The share of the time that saving may take: after a rush of events, what they left would come as another half a minute later.</summary>
    private const double Share = 0.2;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(20);

    /// <summary>Counters of items: a crash loses at most as much of them, and never a record or an event.</summary>
    private static readonly TimeSpan LongestItemDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<(long Since, ISavesLazily Grain)> _users = new();
    private readonly ConcurrentQueue<(long Since, ISavesLazily Grain)> _items = new();
    private readonly ConcurrentQueue<(long Since, ISavesLazily Grain)> _failed = new();

    /// <summary>A user has news to save.</summary>
    public void Add(UserGrain user) => _users.Enqueue((time.GetTimestamp(), user));

    /// <summary>An item has counted.</summary>
    public void Add(ItemGrain item) => _items.Enqueue((time.GetTimestamp(), item));

    /// <summary>A grain could not be saved, and is to be tried again sooner than a user.</summary>
    public void Retry(ISavesLazily grain) => _failed.Enqueue((time.GetTimestamp(), grain));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = options.Value.LazySaveDelay;
        using var timer = new PeriodicTimer(AtMost(LongestTick * 4) / 4, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                _ = await SaveDue(_failed, AtMost(LongestRetry), stoppingToken)
                    && await SaveDue(_items, AtMost(LongestItemDelay), stoppingToken)
                    && await SaveDue(_users, delay, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Those that are left are saved when the silo deactivates them.
        }
    }

    private TimeSpan AtMost(TimeSpan longest) => options.Value.LazySaveDelay < longest ? options.Value.LazySaveDelay : longest;

    /// <summary>
    /// Saves the grains whose time has come when it begins, and no others: where a store is slow, none of the queues waits for ever. False where
    /// a whole batch failed, as it does when the store is away: the others wait for the next tick.
    /// </summary>
    private async Task<bool> SaveDue(ConcurrentQueue<(long Since, ISavesLazily Grain)> grains, TimeSpan delay, CancellationToken stoppingToken)
    {
        var now = time.GetTimestamp();
        for (var due = AtOnce; due == AtOnce;)
        {
            var began = time.GetTimestamp();
            var saves = new List<Task>();
            for (due = 0; due < AtOnce && grains.TryPeek(out var next) && time.GetElapsedTime(next.Since, now) >= delay && grains.TryDequeue(out _); due++)
            {
                if (next.Grain.IsUnsaved)
                {
                    saves.Add(next.Grain.SaveLazily());
                }
            }

            if (await FailedOf(saves) is var failed and > 0 && failed == saves.Count)
            {
                return false;
            }

            if (due == AtOnce)
            {
                await Task.Delay(Rest.After(time.GetElapsedTime(began), Share, LongestRest), time, stoppingToken);
            }
        }

        return true;
    }

    /// <summary>Waits for all, and returns how many failed. They have put themselves in the queue again.</summary>
    private async Task<int> FailedOf(List<Task> saves)
    {
        try
        {
            await Task.WhenAll(saves);
            return 0;
        }
        catch (Exception exception)
        {
            // Its kind only: while the store is away this comes with each tick, and what a store says may name the user.
            var failed = saves.Count(save => !save.IsCompletedSuccessfully);
            LogFailed(logger, failed, (exception.InnerException ?? exception).GetType().Name);
            return failed;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Grains} users or items could not be saved; they are tried again: {Cause}")]
    private static partial void LogFailed(ILogger logger, int grains, string cause);
}
