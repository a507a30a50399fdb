using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Durable small writes a second, by the number of concurrent callers: <c>dotnet run -c Release -- throughput {folder}</c>.</summary>
internal static class Throughput
{
    public const string Command = "throughput";

    private const int StateBytes = 700;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string folder)
    {
        foreach (var callers in new[] { 1, 16, 64, 256, 1024 })
        {
            var states = await MeasureStatesAsync(Path.Combine(folder, $"states-{callers}"), callers);
            var (appends, sealedEvents) = await MeasureAppendsAsync(Path.Combine(folder, $"events-{callers}"), callers);
            Console.WriteLine($"callers {callers,5}: grain states {states,9:n0}/s, journal appends {appends,9:n0}/s (sealed {sealedEvents:n0})");
        }

        return 0;
    }

    private static async Task<double> MeasureStatesAsync(string folder, int callers)
    {
        using var store = RocksDbStore.Open(new RocksDbOptions { Path = folder });
        var payload = new byte[StateBytes];
        var etags = new string?[callers];
        return await MeasureAsync(callers, async caller =>
        {
            var write = new GrainWrite($"profile-user/default/u{caller}", GrainValue.Of(payload), etags[caller]);
            etags[caller] = (await store.WriteGrainAsync(write, CancellationToken.None)).ETag;
        });
    }

    private static async Task<(double Appends, int Sealed)> MeasureAppendsAsync(string folder, int callers)
    {
        var options = new EventLogOptions { Path = folder };
        await using var writer = new EventLogWriter(options, "silo", TimeProvider.System, NullLogger.Instance);
        await writer.StartAsync(CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        var rate = await MeasureAsync(callers, async caller =>
            await writer.AppendAsync(
                [
                    new LoggedEvent
                    {
                        Tenant = "default",
                        EventId = Guid.CreateVersion7(now).ToString(),
                        User = "3f786850e387550fdab836ed7e6dc881de23001b",
                        ItemId = $"item-{caller}",
                        Type = "view",
                        Timestamp = now,
                        ReceivedAt = now,
                        SessionId = "0199abcd-0123-7456-89ab-cdef01234567",
                    },
                ],
                CancellationToken.None));
        return (rate, Duck.EventIds(folder).Count);
    }

    private static async Task<double> MeasureAsync(int callers, Func<int, Task> operation)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0L;
            for (; clock.Elapsed < Duration; count++)
            {
                await operation(caller);
            }

            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }
}
