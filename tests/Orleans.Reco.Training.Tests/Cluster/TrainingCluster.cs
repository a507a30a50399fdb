using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Reco.Grains;
using Orleans.Reco.Inference;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Reco.Training.Tests;

/// <summary>Silos with the training role in this process, over one embedded store with the events of a small shop.</summary>
internal sealed class TrainingCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reco-training-").FullName;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    /// <summary>Holds calls of parts on their way in, so that a test can act in mid-round.</summary>
    public PartCallGate Gate { get; } = new();

    public static async Task<TrainingCluster> StartAsync(short silos, params (string Key, string Value)[] settings)
    {
        var cluster = new TrainingCluster();
        var all = new Dictionary<string, string?>
        {
            ["Reco:Trainer:Epochs"] = "20",
            ["Reco:Trainer:Dimension"] = "16",
            ["Reco:Trainer:Threads"] = "1",
            ["Reco:Trainer:Parts:MinInteractions"] = "0",
            ["Reco:Trainer:Parts:LocalSteps"] = "8",
            ["Reco:Trainer:Parts:CheckpointInterval"] = "00:00:00",

            // Parts of one process take turns, and whoever else uses the machine must not decide who is late.
            ["Reco:Trainer:Parts:StragglerFactor"] = "1000",
            ["Reco:Trainer:Parts:StragglerGrace"] = "00:10:00",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(all));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.AddRecoEmbeddedStorage(cluster._folder);
            silo.AddReco();
            silo.AddRecoTraining();
            silo.AddIncomingGrainCallFilter(cluster.Gate);
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        });
        cluster.Cluster = builder.Build();
        await cluster.Cluster.DeployAsync();
        await cluster.AppendAsync(SmallShop.Events(DateTimeOffset.UtcNow));
        return cluster;
    }

    /// <summary>Brings events into the log's files.</summary>
    public async Task AppendAsync(IReadOnlyList<LoggedEvent> events)
    {
        var log = ServicesOf(0).GetRequiredService<IEventLog>();
        await log.AppendAsync(events);
        await log.FlushAsync();
    }

    /// <summary>Asks for a training until it has ended, as the coordinator does.</summary>
    public async Task<TrainingReport> TrainAsync(string refreshId)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync(deadline.Token))
        {
            try
            {
                var report = await Trainer.Advance(new TrainingPlan(refreshId, null));
                if (report.Stage is RefreshStage.Published or RefreshStage.Failed)
                {
                    return report;
                }
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                // Its silo has just gone; the next call brings it back on another one.
            }
        }

        throw new TimeoutException("The training did not end.");
    }

    public async Task<BundleManifest> ManifestAsync(string version) =>
        ModelBundle.ReadManifest(await ServicesOf(0).GetRequiredService<IBundleStore>().FetchAsync("default", version));

    /// <summary>Kills the silo that leads, or one that does not.</summary>
    public Task KillAsync(bool lead)
    {
        Assert.True(Cluster.TryGetGrainContext(Trainer.GetGrainId(), out var context));
        var leads = context!.Address.SiloAddress!;
        return Cluster.KillSiloAsync(Cluster.GetActiveSilos().First(silo => silo.SiloAddress.Equals(leads) == lead));
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        await Cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ITrainerGrain Trainer => Cluster.Client.GetGrain<ITrainerGrain>("default");

    private IServiceProvider ServicesOf(int silo) => Cluster.GetSiloServiceProvider(Cluster.GetActiveSilos().ElementAt(silo).SiloAddress);
}
