using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>
/// Random operations on Azurite behind a network that refuses, times out and loses replies, so that the client's own retries and the
/// provider's reading of errors are part of what is tested.
/// </summary>
public sealed class GrainStorageFaultTests(AzuriteServer azurite, ITestOutputHelper output) : IDisposable
{
    private const int Lanes = 4;
    private const double FaultRate = 0.15;

    private readonly ServiceProvider _services = StorageServices.Build();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_acknowledged_is_lost_behind_a_faulty_network(bool deletesOnClear)
    {
        var account = await azurite.ConnectionStringAsync();
        var workloads = await Task.WhenAll(Enumerable.Range(1, Lanes).Select(seed => Task.Run(() => RunAsync(account, seed, deletesOnClear))));

        var outcomes = Enumerable.Range(0, 3).Select(i => workloads.Sum(workload => workload.Outcomes[i])).ToArray();
        output.WriteLine($"acknowledged {outcomes[0]}, refused {outcomes[1]}, failed {outcomes[2]}");
        Assert.All(workloads, workload => workload.AssertAllOutcomes());
    }

    private async Task<FaultyWorkload> RunAsync(string account, int seed, bool deletesOnClear)
    {
        using var network = new FaultyHandler(seed);
        var storage = await StartAsync(account, network, deletesOnClear);
        var workload = new FaultyWorkload(storage, seed, () => network.Faults, deletesOnClear);
        network.Rate = FaultRate;
        await workload.RunAsync(FaultyWorkload.Operations / Lanes);
        return workload;
    }

    private async Task<IGrainStorage> StartAsync(string account, FaultyHandler network, bool deletesOnClear)
    {
        var client = BlobAccount.Connect(account, configure: options =>
        {
            options.Transport = new HttpClientTransport(network);

            // One try more, at once: some faults are mended below the provider, others reach it.
            options.Retry.MaxRetries = 1;
            options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        });
        var options = new BlobGrainStorageOptions
        {
            ContainerName = $"faults-{deletesOnClear}".ToLowerInvariant(),
            DeleteStateOnClear = deletesOnClear,
            GrainStorageSerializer = new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>()),
        };
        var containers = new HashedBlobContainers([client], options.ContainerName);
        await containers.InitializeAsync(CancellationToken.None);
        return new BlobGrainStorage(
            "test", options, containers, _services.GetRequiredService<IActivatorProvider>(), new(TimeProvider.System, NullLogger<OutageLog>.Instance));
    }
}
