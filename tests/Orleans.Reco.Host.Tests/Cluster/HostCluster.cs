namespace Orleans.Reco.Tests;

/// <summary>Several hosts as one cluster, as operators configure one.</summary>
internal sealed class HostCluster(params string[] settings) : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly List<HostProcess> _hosts = [];

    /// <summary>Log and bundles in blobs: no folder is shared.</summary>
    public static readonly string[] FilesInBlobs = ["--Reco:Storage:Log=Blobs", "--Reco:Storage:Bundles=Blobs"];

    private string Id => Path.GetFileName(_data.Path);

    private string[] SharedPath => settings.Intersect(FilesInBlobs).Any() ? [] : [$"--Reco:Storage:SharedPath={Folder("shared")}"];

    /// <summary>The folder of a host.</summary>
    public string Folder(string name) => Path.Combine(_data.Path, name);

    /// <summary>Starts a host with a folder of its own and returns when it is ready.</summary>
    public Task<HostProcess> StartAsync(string name, params string[] own) => StartProgramAsync(HostProcess.Program, name, own);

    /// <summary>Starts a host of another build.</summary>
    public Task<HostProcess> StartProgramAsync(string program, string name, params string[] own) =>
        StartAsync(["dotnet", program], HostProcess.LocalAddress, name, own);

    /// <summary>Starts a host on one side of a network that can be split.</summary>
    public Task<HostProcess> StartAsync(string name, SplitNetwork network, int side, params string[] own) =>
        StartAsync([.. network.StartedBy(side), "dotnet", HostProcess.Program], network.Address(side), name, own);

    private async Task<HostProcess> StartAsync(string[] command, string ip, string name, string[] own)
    {
        var host = await HostProcess.StartAsync(
            command,
            ip,
            Folder(name),
            [
                $"--Reco:Cluster:SiloName={name}", $"--Reco:Cluster:Address={ip}", $"--Reco:Cluster:ClusterId={Id}",

                // Of the state too, which other tests keep in the same Redis.
                $"--Reco:Cluster:ServiceId={Id}",
                .. SharedPath, "--Reco:Roles=Web,Serving,Scoring", .. settings, .. own,
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
