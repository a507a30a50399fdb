using System.Diagnostics;
using StackExchange.Redis;

namespace Orleans.Reco.LoadTests;

/// <summary>Redis and the stateless service, each in a process of its own.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const int FillBatch = 500;

    private readonly Process _redis;
    private readonly ChildService _service;

    private PeerProcess(Process redis, ChildService service) => (_redis, _service) = (redis, service);

    public Uri Address => _service.Address;

    /// <summary>Starts both and gives Redis the users of the load.</summary>
    public static async Task<PeerProcess> StartAsync(string folder, string bundleFolder, ReferenceLoad load)
    {
        var port = FreePort.Next();
        Directory.CreateDirectory(folder);
        var redis = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", $"{port}", "--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec"])
        {
            RedirectStandardOutput = true,
        })!;
        redis.BeginOutputReadLine();
        await FillAsync($"127.0.0.1:{port}", load);
        var service = await ChildService.StartAsync(
            "Orleans.Reco.LoadTests.dll", url => [PeerService.Command, bundleFolder, $"127.0.0.1:{port}", url]);
        return new PeerProcess(redis, service);
    }

    /// <summary>Keeps the code of both in memory.</summary>
    public void KeepCode()
    {
        LockedCode.TryKeepOf(_redis.Id);
        _service.KeepCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _redis.Kill();
        await _redis.WaitForExitAsync();
        _redis.Dispose();
    }

    private static async Task FillAsync(string redis, ReferenceLoad load)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis},connectRetry=20,abortConnect=false");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!connection.IsConnected)
        {
            await timer.WaitForNextTickAsync();
        }

        var users = new PeerUsers(connection.GetDatabase());
        var types = new Core.InteractionTypes(new Core.InteractionOptions());
        var items = new ZipfSampler(load.Items, load.ItemSkew);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var batch in Enumerable.Range(0, load.Users).Chunk(FillBatch))
        {
            await Task.WhenAll(batch.Select(user => users.FillAsync(
                ReferenceLoad.UserId(user),
                [.. ReferenceStore.HistoryOf(user, load, items).Select(e => new HistoryEvent(
                    e.Item, Core.UnixTime.Clamp(now - e.Age), 0, types.TryGet(e.Type, out var type) ? type.Code : default))])));
        }
    }
}
