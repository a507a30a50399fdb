using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Reco.Client;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;

namespace Orleans.Reco.LoadTests;

/// <summary>One silo in this process over the embedded store, as the host composes it, without dashboard and web side.</summary>
internal sealed class RecoSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private RecoSilo(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IRecoClient Client => Services.GetRequiredService<IRecoClient>();

    public static async Task<RecoSilo> StartAsync(string folder, params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next());
            silo.UseInMemoryReminderService();
            silo.AddRecoEmbeddedStorage(folder);
            silo.AddReco(RecoRoles.Serving | RecoRoles.Scoring);
        });
        builder.Services.AddRecoClient();
        var host = builder.Build();
        await host.StartAsync();
        return new RecoSilo(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
