using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Orleans.Reco.Host;

/// <summary>Tells a person at a terminal where everything is.</summary>
internal sealed class Banner(IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        lifetime.ApplicationStopping.Register(() => Console.WriteLine("Stopping: draining requests, sealing the event log…"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        var url = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        Console.WriteLine($"""

            Orleans.Reco is up.
              Shop and overview   {url}/
              API reference       {url}/reference
              Orleans dashboard   {url}/dashboard
              Health              {url}/health/ready
              Metrics             {url}/metrics
            Ctrl-C stops it.

            """);
    }
}
