namespace Orleans.Reco.Testing;

/// <summary>Redis on a socket of its own, started by the first test that asks.</summary>
public sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";
    private readonly SemaphoreSlim _starting = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("reco-redis-").FullName;
    private ServerProcess? _server;

    /// <summary>How to connect, as StackExchange.Redis writes it. Skips the test where Redis is not installed.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled(Program), "Redis is not installed: apt-get install redis-server");
        var socket = Path.Combine(_folder, "redis.sock");
        await _starting.WaitAsync();
        try
        {
            _server ??= (await ServerProcess.StartAsync(
                Program, "eady to accept connections", ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", _folder])).Server;
        }
        finally
        {
            _ = _starting.Release();
        }

        return $"!{socket}";
    }

    public void Dispose()
    {
        _server?.Dispose();
        _starting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
