using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Reco.Tests;

/// <summary>The host as users run it: a process of its own, over REST.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan SayDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(60);

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public const string LocalAddress = "127.0.0.1";

    private const int FirstPort = 12_000;
    private const int PortCount = 16_000;
    private static int _ports = Environment.ProcessId * 64 % PortCount;

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly SemaphoreSlim _said = new(0);

    private HostProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public int ProcessId => _process.Id;

    /// <summary>Whether the process is gone.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>The host of this build.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Orleans.Reco.Host.dll");

    /// <summary>Starts a host over a data folder and returns when it is ready.</summary>
    public static Task<HostProcess> StartAsync(string dataPath, params string[] settings) => StartProgramAsync(Program, dataPath, settings);

    /// <summary>Starts a host of another build.</summary>
    public static Task<HostProcess> StartProgramAsync(string program, string dataPath, params string[] settings) =>
        StartAsync(["dotnet", program], LocalAddress, dataPath, settings);

    /// <summary>Starts a host by a command, at an address of this machine.</summary>
    public static async Task<HostProcess> StartAsync(string[] command, string ip, string dataPath, string[] settings)
    {
        var address = new Uri($"http://{ip}:{FreePort()}");
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(command[^1])!,
        };
        string[] common =
        [
            $"--Urls={address}", $"--Reco:DataPath={dataPath}", $"--Reco:SiloPort={FreePort()}", $"--Reco:GatewayPort={FreePort()}",
        ];
        foreach (var setting in common.Concat(settings))
        {
            start.ArgumentList.Add(setting);
        }

        var host = new HostProcess(Process.Start(start)!, address);
        host._process.OutputDataReceived += host.Keep;
        host._process.ErrorDataReceived += host.Keep;
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        await host.WaitUntilReadyAsync();
        return host;
    }

    /// <summary>Returns itself when the process has ended and everything that it printed is read.</summary>
    public async Task<HostProcess> EndedAsync()
    {
        await _process.WaitForExitAsync();
        return this;
    }

    public Task KillAsync()
    {
        // SIGKILL on Unix: no handler runs, nothing is flushed.
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Stops it as a service manager does, and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        using var deadline = new CancellationTokenSource(StopDeadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Returns when it has printed the text.</summary>
    public async Task SaysAsync(string text)
    {
        using var deadline = new CancellationTokenSource(SayDeadline);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            await _said.WaitAsync(deadline.Token);
        }
    }

    public async Task<T> GetAsync<T>(string path)
    {
        using var response = await Http.GetAsync(path);
        return await ReadAsync<T>(response);
    }

    public async Task<T> PostAsync<T>(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body, Json);
        return await ReadAsync<T>(response);
    }

    /// <summary>Puts <c>item-0 …</c> into the catalog.</summary>
    public Task PutItemsAsync(int count) => PostAsync<JsonElement>("/v1/items", new
    {
        items = Enumerable.Range(0, count).Select(i => new { itemId = $"item-{i}", title = $"Thing {i}", categories = new[] { $"things-{i % 5}" }, price = i + 1 }),
    });

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        // Until the last line is read, too.
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
        _said.Dispose();
    }

    /// <summary>What a response that must be a success says.</summary>
    internal static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>(Json))!;
    }

    /// <summary>
    /// A port that nobody listens on, below those that the system hands to outgoing connections: a free one of theirs may be taken
    /// by a connection before the host binds it.
    /// </summary>
    private static int FreePort()
    {
        for (; ; )
        {
            var port = FirstPort + (Interlocked.Increment(ref _ports) % PortCount);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        using var deadline = new CancellationTokenSource(StartDeadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!_process.HasExited && !deadline.IsCancellationRequested)
        {
            try
            {
                using var ready = await Http.GetAsync("/health/ready", deadline.Token);
                if (ready.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                // It does not listen yet, or does not answer.
            }

            await timer.WaitForNextTickAsync();
        }

        throw new InvalidOperationException($"The host is not ready.\n{Output}");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            lock (_output)
            {
                _output.Add(line.Data);
            }

            _said.Release();
        }
    }
}

/// <summary>The answer to <c>POST /v1/events</c>.</summary>
internal sealed record EventsAnswer(EventResult[] Results);

internal sealed record EventResult(string EventId, TrackStatus Status, long Sequence, FieldError? Error);
