using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Client;
using Orleans.TestingHost;

namespace Orleans.Reco.Web.Tests;

/// <summary>A real silo with test grains, and the client outside and inside of it.</summary>
public sealed class ClientCluster : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;
    private ServiceProvider? _outside;

    /// <summary>Prepares the silo.</summary>
    public ClientCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Script);
            silo.Services.AddRecoClient(Configure);
        });
        _cluster = builder.Build();
    }

    /// <summary>What the grains do.</summary>
    public GrainScript Script { get; } = new();

    /// <summary>A client that is connected to the cluster from outside.</summary>
    public IRecoClient Outside => _outside!.GetRequiredService<IRecoClient>();

    /// <summary>The client of the silo's own container.</summary>
    public IRecoClient Inside => _cluster.GetSiloServiceProvider().GetRequiredService<IRecoClient>();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await _cluster.DeployAsync();
        _outside = Connect(Configure);
    }

    /// <summary>A container with a client from outside that has options of its own.</summary>
    public ServiceProvider Connect(Action<RecoClientOptions> configure) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IGrainFactory>(_cluster.Client)
        .AddRecoClient(configure)
        .BuildServiceProvider();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_outside is not null)
        {
            await _outside.DisposeAsync();
        }

        await _cluster.DisposeAsync();
    }

    private static void Configure(RecoClientOptions options)
    {
        options.Attempts = 3;
        options.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.MaxDelay = TimeSpan.FromMilliseconds(5);
    }
}
