using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Reco.Client;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
using Orleans.Reco.Training;

namespace Orleans.Reco.LoadTests;

/// <summary>Several silos in this process that talk over sockets and share one embedded store.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];

    /// <summary>A client that enters at each of the silos.</summary>
    public IReadOnlyList<IRecoClient> Clients => [.. _hosts.Select(host => host.Services.GetRequiredService<IRecoClient>())];

    public static async Task<SiloCluster> StartAsync(
        int silos, string folder, PreparedBundles trained, params (string Key, string Value)[] settings)
    {
        var cluster = new SiloCluster();
        var primary = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        for (var silo = 0; silo < silos; silo++)
        {
            var (name, port) = ($"silo-{silo}", silo == 0 ? primary.Port : FreePort.Next());
            var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
            builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.Services.AddSingleton(TimeProvider.System);
            builder.Services.AddSingleton(trained);
            builder.UseOrleans(orleans =>
            {
                orleans.UseLocalhostClustering(port, FreePort.Next(), primary);
                orleans.Configure<SiloOptions>(options => options.SiloName = name);
                orleans.UseInMemoryReminderService();
                orleans.AddRecoEmbeddedStorage(folder);
                orleans.AddReco(RecoRoles.Serving | RecoRoles.Scoring);
                orleans.AddActivityPropagation();

                // Instead of the real trainer, which this program has for other scenarios.
                orleans.Configure<GrainTypeOptions>(options => options.Classes.RemoveWhere(TrainingGrains.Contains));
            });
            builder.Services.AddRecoClient();
            var host = builder.Build();
            await host.StartAsync();
            cluster._hosts.Add(host);
        }

        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        // The first holds the membership of all.
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}
