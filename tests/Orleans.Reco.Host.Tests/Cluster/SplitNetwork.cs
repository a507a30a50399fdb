using System.Diagnostics;

namespace Orleans.Reco.Tests;

/// <summary>
/// Network namespaces of this machine on a bridge, each for a host; the links between them can be cut, that to this process stays.
/// Linux, root and iproute2 are needed.
/// </summary>
internal sealed class SplitNetwork : IAsyncDisposable
{
    private const string Program = "ip";
    private readonly string _name = $"rt{Environment.ProcessId % 100_000}";
    private readonly string _subnet = $"10.{200 + (Environment.ProcessId % 50)}.{Environment.ProcessId / 50 % 250}";
    private readonly int _sides;

    private SplitNetwork(int sides) => _sides = sides;

    /// <summary>Makes the network, or skips the test where that is not permitted.</summary>
    public static async Task<SplitNetwork> CreateAsync(int sides)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && ServerProcess.IsInstalled(Program), "iproute2 is not installed: apt-get install iproute2");
        var network = new SplitNetwork(sides);
        Assert.SkipUnless(
            (await RunAsync($"netns add {network._name}-0")).Length == 0, "Making network namespaces is not permitted here; it needs root.");
        await network.MakeAsync();
        return network;
    }

    /// <summary>The address of a side.</summary>
    public string Address(int side) => $"{_subnet}.{10 + side}";

    /// <summary>What a program of a side is started by.</summary>
    public string[] StartedBy(int side) => [Program, "netns", "exec", $"{_name}-{side}"];

    /// <summary>Sides do not reach each other.</summary>
    public Task CutAsync() => IsolateAsync("on");

    /// <summary>They do again.</summary>
    public Task HealAsync() => IsolateAsync("off");

    public async ValueTask DisposeAsync()
    {
        for (var side = 0; side < _sides; side++)
        {
            _ = await RunAsync($"netns delete {_name}-{side}");
        }

        _ = await RunAsync($"link delete {_name}");
    }

    private async Task MakeAsync()
    {
        await DoAsync($"link add {_name} type bridge");
        await DoAsync($"address add {_subnet}.1/24 dev {_name}");
        await DoAsync($"link set {_name} up");
        for (var side = 0; side < _sides; side++)
        {
            var name = $"{_name}-{side}";
            if (side > 0)
            {
                await DoAsync($"netns add {name}");
            }

            await DoAsync($"link add {name} type veth peer name eth0 netns {name}");
            await DoAsync($"link set {name} master {_name} up");
            await DoAsync($"-n {name} address add {Address(side)}/24 dev eth0");
            await DoAsync($"-n {name} link set eth0 up");
            await DoAsync($"-n {name} link set lo up");
        }
    }

    // Isolated ports of a bridge speak to the bridge itself and not to each other.
    private async Task IsolateAsync(string isolated)
    {
        for (var side = 0; side < _sides; side++)
        {
            await DoAsync($"link set {_name}-{side} type bridge_slave isolated {isolated}");
        }
    }

    private static async Task DoAsync(string command)
    {
        var error = await RunAsync(command);
        Assert.True(error.Length == 0, $"ip {command}: {error}");
    }

    private static async Task<string> RunAsync(string command)
    {
        using var ip = Process.Start(new ProcessStartInfo(Program, command) { RedirectStandardError = true })!;
        var error = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        return error;
    }
}
