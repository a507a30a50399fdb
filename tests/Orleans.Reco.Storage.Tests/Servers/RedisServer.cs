using System.Net.Sockets;
using Orleans.Reco.Storage.Tests;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RedisServer))]

namespace Orleans.Reco.Storage.Tests;

/// <summary>Redis on a socket of its own, started by the first test that asks.</summary>
public sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";
    private readonly SemaphoreSlim _starting = new(1);
    private readonly TestFolder _folder = new();
    private ServerProcess? _server;

    /// <summary>How to connect. Skips the test where Redis is not installed.</summary>
    public async Task<ConfigurationOptions> ConfigurationAsync()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled(Program), "Redis is not installed: apt-get install redis-server");
        var socket = _folder["redis.sock"];
        await _starting.WaitAsync();
        try
        {
            _server ??= (await ServerProcess.StartAsync(
                Program, "eady to accept connections", ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", _folder.Path])).Server;
        }
        finally
        {
            _ = _starting.Release();
        }

        return new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(socket) } };
    }

    public void Dispose()
    {
        _server?.Dispose();
        _starting.Dispose();
        _folder.Dispose();
    }
}
