namespace Orleans.Reco.Tests;

/// <summary>A host with one item, shared by the tests of a class.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    internal HostProcess Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await HostProcess.StartAsync(_data.Path);
        await Host.PostAsync<object>("/v1/items", new { items = new[] { new { itemId = "item", title = "The item" } } });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _data.Dispose();
    }
}
