namespace Orleans.Reco.Tests;

/// <summary>Several hosts as one cluster, as operators configure one.</summary>
internal sealed class HostCluster(params string[] settings) : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly List<HostProcess> _hosts = [];

    public string SharedPath => Path.Combine(_data.Path, "shared");

    /// <summary>Starts a host with a folder of its own and returns when it is ready.</summary>
    public Task<HostProcess> StartAsync(string name, params string[] own) => StartAsync(name, "127.0.0.1", [], own);

    /// <summary>The same on one side of a network that can be split.</summary>
    public Task<HostProcess> StartAsync(string name, SplitNetwork network, int side, params string[] own) =>
        StartAsync(name, network.Address(side), network.StartedBy(side), own);

    private async Task<HostProcess> StartAsync(string name, string ip, string[] startedBy, string[] own)
    {
        var host = await HostProcess.StartAsync(
            Path.Combine(_data.Path, name),
            ip,
            startedBy,
            [
                $"--Reco:Cluster:SiloName={name}", $"--Reco:Cluster:Address={ip}", $"--Reco:Cluster:ClusterId={Path.GetFileName(_data.Path)}",
                $"--Reco:Storage:SharedPath={SharedPath}", "--Reco:Roles=Web,Serving,Scoring", .. settings, .. own,
            ]);
        _hosts.Add(host);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _data.Dispose();
    }
}
