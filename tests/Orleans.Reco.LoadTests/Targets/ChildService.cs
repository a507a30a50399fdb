using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>A web service in a process of its own, from this program's folder.</summary>
internal sealed class ChildService : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ChildService(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Keeps its code in memory, as the generator's is kept.</summary>
    public void KeepCode() => LockedCode.TryKeepOf(_process.Id);

    /// <summary>The product's host with all roles but training.</summary>
    public static Task<ChildService> StartHostAsync(string dataFolder, IReadOnlyList<(string Key, string Value)>? settings = null) =>
        StartAsync("Orleans.Reco.Host.dll", url =>
    [
        $"--Urls={url}", $"--Reco:DataPath={dataFolder}", "--Reco:Roles=Web,Serving,Scoring",
        $"--Reco:SiloPort={FreePort.Next()}", $"--Reco:GatewayPort={FreePort.Next()}",
        .. (settings ?? []).Select(setting => $"--{setting.Key}={setting.Value}"),
    ]);

    /// <summary>Starts a program and returns when its <c>/health/ready</c> says so.</summary>
    public static async Task<ChildService> StartAsync(string program, Func<string, string[]> arguments)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments(url)])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        })!;
        process.BeginOutputReadLine();
        var service = new ChildService(process, new Uri(url));
        await service.WaitUntilReadyAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var deadline = new CancellationTokenSource(StartDeadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!_process.HasExited && await timer.WaitForNextTickAsync(deadline.Token))
        {
            try
            {
                using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), deadline.Token);
                if (ready.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new InvalidOperationException($"The service at {Address} ended before it was ready.");
    }
}
