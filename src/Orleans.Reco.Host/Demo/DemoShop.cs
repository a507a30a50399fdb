using Microsoft.Extensions.Options;
using Orleans.Reco.Client;
using Orleans.Reco.Core;
using Orleans.Reco.Web;

namespace Orleans.Reco.Host;

/// <summary>Fills an empty store with the simulated shop, through the same calls as a real shop, and trains the first model.</summary>
internal sealed class DemoShop(
    IRecoClient client,
    IOptions<RecoHostOptions> options,
    IOptions<RecoWebOptions> web,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : BackgroundService
{
    private const int ItemBatch = 250;
    private const int EventBatch = 2000;
    private const int OfferedShoppers = 8;
    private const int RegularEvents = 30;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly DemoProgress _progress = new(Path.GetFullPath(options.Value.DataPath));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WaitForStartAsync(stoppingToken);
        OfferShoppers();
        var status = await client.GetModelStatusAsync(stoppingToken);
        if (status.ActiveVersion is not null)
        {
            Console.WriteLine($"Serving model {status.ActiveVersion}, in service since {status.ActiveSince:u}.");
            return;
        }

        var catalog = await client.GetCatalogAsync(0, 1, null, stoppingToken);
        if (catalog.Total == 0 || !_progress.Done)
        {
            await Fill(stoppingToken);
        }

        await client.StartRefreshAsync(new RefreshRequest { Reason = "first run", By = "demo" }, stoppingToken);
        await Watch(stoppingToken);
    }

    private async Task Fill(CancellationToken cancellationToken)
    {
        var demo = options.Value.Demo;
        var (end, done) = _progress.Begin(time.GetUtcNow());
        var simulator = new ShopSimulator(new ShopSimulatorOptions
        {
            Seed = demo.Seed,
            Items = demo.Items,
            Shoppers = demo.Shoppers,
            Days = demo.Days,
            End = end,
        });
        Console.WriteLine("First run: filling the store with a simulated shop.");
        _progress.Save(end, done);
        await Put(simulator.Catalog, cancellationToken);
        var sent = await Send(simulator.Events(), end, done, cancellationToken);
        _progress.Finish(end, sent, Regulars(simulator.Events()));
        OfferShoppers();
    }

    /// <summary>Some shoppers with enough history to be interesting on the first page.</summary>
    private static string[] Regulars(IEnumerable<Interaction> events) =>
        [.. events.CountBy(e => e.UserId).Where(user => user.Value >= RegularEvents).Take(OfferedShoppers).Select(user => user.Key)];

    private void OfferShoppers()
    {
        foreach (var shopper in _progress.Regulars.Except(web.Value.DemoShoppers).ToArray())
        {
            web.Value.DemoShoppers.Add(shopper);
        }
    }

    private async Task Put(IReadOnlyList<CatalogItem> items, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        foreach (var batch in items.Chunk(ItemBatch))
        {
            await client.UpsertItemsAsync(batch, cancellationToken);
        }

        Console.WriteLine($"  {items.Count:N0} products in {time.GetElapsedTime(began).TotalSeconds:F0} s");
    }

    private async Task<int> Send(IEnumerable<Interaction> events, DateTimeOffset end, int done, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var sent = 0;
        foreach (var batch in events.Chunk(EventBatch))
        {
            if (sent + batch.Length > done)
            {
                // A batch that was under way when the last run stopped is sent again: the event ids keep it from counting twice.
                await client.TrackAsync(batch, cancellationToken);
                _progress.Save(end, sent + batch.Length);
            }

            sent += batch.Length;
            if (sent % (EventBatch * 10) == 0)
            {
                Console.WriteLine($"  {sent:N0} events ({sent / time.GetElapsedTime(began).TotalSeconds:N0}/s)");
            }
        }

        Console.WriteLine($"  {sent:N0} events in {time.GetElapsedTime(began).TotalSeconds:F0} s");
        return sent;
    }

    private async Task Watch(CancellationToken cancellationToken)
    {
        Console.WriteLine("Training the first model. The shop serves popular items meanwhile.");
        using var timer = new PeriodicTimer(PollInterval, time);
        var said = "";
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var refresh = (await client.GetModelStatusAsync(cancellationToken)).Current!;
            var line = $"  {refresh.Stage,-10} {refresh.Progress,4:P0}  {refresh.Message}";
            if (line != said)
            {
                Console.WriteLine(said = line);
            }

            if (refresh.EndedAt is not null)
            {
                Report(refresh);
                return;
            }
        }
    }

    private static void Report(RefreshInfo refresh)
    {
        if (refresh.Stage != RefreshStage.Promoted)
        {
            Console.WriteLine($"No model in service: {refresh.Message}");
            return;
        }

        Console.WriteLine($"Model {refresh.Version} is in service. On the holdout, NDCG@10 and hit rate@10:");
        var models = refresh.Metrics.Keys.Where(key => key.EndsWith(".hr@10", StringComparison.Ordinal)).Select(key => key[..^".hr@10".Length]);
        foreach (var model in models.Order(StringComparer.Ordinal))
        {
            Console.WriteLine($"  {model,-12} {refresh.Metrics[$"{model}.ndcg@10"]:F4}   {refresh.Metrics[$"{model}.hr@10"]:F4}");
        }
    }
}
