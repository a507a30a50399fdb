using System.Diagnostics;

namespace Orleans.Reco.Testing;

/// <summary>PostgreSQL in a folder of its own, on a socket of its own, started by the first test that asks.</summary>
public sealed class PostgreSqlServer : IDisposable
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(Directory.Exists)
        : null;

    private readonly SemaphoreSlim _starting = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("reco-pg-").FullName;
    private bool _started;

    /// <summary>How to connect, as Npgsql writes it. Skips the test where PostgreSQL is not installed.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        Assert.SkipUnless(Programs is not null, "PostgreSQL is not installed: apt-get install postgresql");
        await _starting.WaitAsync();
        try
        {
            if (!_started)
            {
                await RunAsync("initdb", "--pgdata", Data, "--username", "reco", "--auth", "trust", "--no-sync");
                await RunAsync(
                    "pg_ctl", "start", "--wait", "--pgdata", Data, "--log", Path.Combine(_folder, "log"), "--options", $"-c listen_addresses= -k {_folder}");
                _started = true;
            }
        }
        finally
        {
            _ = _starting.Release();
        }

        return $"Host={_folder};Username=reco;Database=postgres";
    }

    public void Dispose()
    {
        if (_started)
        {
            RunAsync("pg_ctl", "stop", "--mode", "immediate", "--pgdata", Data).GetAwaiter().GetResult();
        }

        _starting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Runs a program of PostgreSQL; as the user <c>postgres</c> where this process is root, which they refuse.</summary>
    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs!, program), .. arguments];
        if (Environment.UserName == "root")
        {
            await RunAsync(["chown", "postgres", _folder]);
            command = ["runuser", "-u", "postgres", "--", .. command];
        }

        await RunAsync(command);
    }

    private static async Task RunAsync(string[] command)
    {
        // No redirection: the server would keep the pipe open.
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', command)}' failed with exit code {process.ExitCode}.");
        }
    }
}
