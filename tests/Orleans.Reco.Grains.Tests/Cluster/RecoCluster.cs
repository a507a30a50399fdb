using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Reco.Client;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
using Orleans.TestingHost;

namespace Orleans.Reco.Tests;

/// <summary>Several silos in this process over one embedded store in a temporary folder.</summary>
internal sealed class RecoCluster : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _settings = [];

    private RecoCluster(string folder)
    {
        Folder = folder;
        Trainer = new TrainerScript(folder);
    }

    public string Folder { get; }

    /// <summary>What the trainer of this cluster makes.</summary>
    public TrainerScript Trainer { get; }

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IRecoClient Client { get; private set; } = null!;

    public static async Task<RecoCluster> StartAsync(
        short silos = 1,
        Func<string, RecoRoles>? roles = null,
        string? folder = null,
        UncertainStorage.Switch? storage = null,
        Action<ISiloBuilder>? configure = null,
        params (string Key, string Value)[] settings)
    {
        var cluster = new RecoCluster(folder ?? Directory.CreateTempSubdirectory("reco-test-").FullName);
        foreach (var (key, value) in settings)
        {
            cluster._settings[key] = value;
        }

        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(cluster._settings));
        builder.ConfigureSilo((options, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.AddRecoEmbeddedStorage(cluster.Folder);
            storage?.AddTo(silo.Services);
            silo.AddReco(roles?.Invoke(options.SiloName) ?? RecoRoles.All);
            silo.Services.AddSingleton(cluster.Trainer);
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
            configure?.Invoke(silo);
        });
        builder.ConfigureClientHost(host => host.Services.AddRecoClient());
        cluster.Cluster = builder.Build();
        await cluster.Cluster.DeployAsync();
        cluster.Client = cluster.Cluster.Client.ServiceProvider.GetRequiredService<IRecoClient>();
        return cluster;
    }

    /// <summary>Puts <c>item-0 …</c> into the catalog.</summary>
    public async Task<string[]> PutItemsAsync(int count, string category = "things")
    {
        var items = Enumerable.Range(0, count)
            .Select(i => new CatalogItem { ItemId = $"item-{i}", Title = $"Thing {i}", Categories = [$"{category}-{i % 5}"], Price = i + 1 })
            .ToArray();
        var results = await Client.UpsertItemsAsync(items);
        Assert.All(results, result => Assert.Null(result.Error));
        return [.. items.Select(item => item.ItemId)];
    }

    /// <summary>Puts a bundle of random weights into the store.</summary>
    public Task<string> PublishAsync(string[] items, int seed) =>
        PublishAsync(folder => TestBundles.Write(folder, items, new TestBundleOptions { Seed = seed, Ranker = true }).Version);

    /// <summary>Puts a bundle into the store that is written to a folder of its own.</summary>
    public async Task<string> PublishAsync(Func<string, string> write)
    {
        var folder = Path.Combine(Folder, $"made-{Guid.NewGuid():N}");
        var version = write(folder);
        await ServicesOf(0).GetRequiredService<IBundleStore>().PublishAsync("default", version, folder);
        return version;
    }

    /// <summary>Seals every living silo's part of the event log and reads all rows.</summary>
    public async Task<List<(string EventId, string User)>> ReadLogAsync()
    {
        foreach (var silo in Cluster.GetActiveSilos())
        {
            await Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<IEventLog>().FlushAsync();
        }

        return LoggedRows.Read(Path.Combine(Folder, "events"));
    }

    /// <summary>The refresh under way, once it has ended.</summary>
    public async Task<RefreshInfo> EndedAsync()
    {
        RefreshInfo? ended = null;
        await Eventually.TrueAsync(async () => (ended = (await Client.GetModelStatusAsync()).Current) is { EndedAt: not null }, seconds: 60);
        return ended!;
    }

    public IServiceProvider ServicesOf(int silo) => Cluster.GetSiloServiceProvider(Cluster.Silos[silo].SiloAddress);

    public IRecoClient ClientOf(int silo) => new RecoClientOfSilo(ServicesOf(silo)).Client;

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public static Interaction Event(string user, string item, string type = "click", string? id = null) =>
        new() { UserId = user, ItemId = item, Type = type, EventId = id };

    /// <summary>A client that enters the cluster at one silo, as a web tier in the same process does.</summary>
    private sealed class RecoClientOfSilo(IServiceProvider silo)
    {
        public IRecoClient Client { get; } = new ServiceCollection()
            .AddLogging()
            .AddSingleton(silo.GetRequiredService<IGrainFactory>())
            .AddSingleton(TimeProvider.System)
            .AddRecoClient()
            .BuildServiceProvider()
            .GetRequiredService<IRecoClient>();
    }
}
