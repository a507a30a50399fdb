using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Client;
using Orleans.Reco.Core;

namespace Orleans.Reco.Web.Tests;

/// <summary>The web layer on a real Kestrel at a free port, over a cluster in memory.</summary>
public sealed class RecoApp : IAsyncLifetime
{
    private WebApplication? _app;

    /// <summary>The shop's products.</summary>
    public IReadOnlyList<CatalogItem> Catalog { get; } =
        new ShopSimulator(new ShopSimulatorOptions { Items = 400, Shoppers = 1 }).Catalog;

    /// <summary>A client of the server.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false });

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero));

    internal FakeReco Reco { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Reco = new FakeReco(Time, Catalog);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IRecoClient>(Reco);
        builder.Services.AddRecoWeb(options => options.DemoShoppers.Add("shopper-00042"));
        _app = builder.Build();
        _app.MapRecoApi();
        _app.MapRecoPages();
        await _app.StartAsync();
        Http.BaseAddress = new Uri(_app.Urls.Single());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
