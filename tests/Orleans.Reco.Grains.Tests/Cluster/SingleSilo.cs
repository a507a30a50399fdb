namespace Orleans.Reco.Tests;

/// <summary>One silo with 100 items, shared by the tests of a class.</summary>
public sealed class SingleSilo : IAsyncLifetime
{
    internal RecoCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await RecoCluster.StartAsync();
        await Cluster.PutItemsAsync(100);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
