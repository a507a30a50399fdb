using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Client;
using Orleans.Reco.Storage;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Fills an embedded store with the reference load, once; later runs find it there. Through the calls of any shop, but for loads that would
/// take an hour.
/// </summary>
internal static class ReferenceStore
{
    private const int ItemBatch = 1000;
    private const int UserBatch = 200;
    private const int MostByCalls = 200_000;
    private const int Categories = 100;
    private const int EventsPerVisit = 10;
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenVisits = TimeSpan.FromDays(4);

    public static async Task EnsureAsync(string folder, ReferenceLoad load)
    {
        var done = Path.Combine(folder, $"reference-{load.Items}-{load.Users}-{load.EventsPerUser}");
        if (File.Exists(done))
        {
            return;
        }

        await using (var silo = await RecoSilo.StartAsync(folder))
        {
            var clock = Stopwatch.StartNew();
            var records = new RecordFill(silo, load);
            await (load.Items > MostByCalls ? records.ItemsAsync() : PutItemsAsync(silo.Client, load));
            Console.WriteLine($"{load.Items:N0} items in {clock.Elapsed.TotalSeconds:F0} s");
            await PromoteAsync(silo, load);
            clock.Restart();
            await (load.Users > MostByCalls ? records.UsersAsync() : TrackAsync(silo.Client, load));
            Console.WriteLine($"{load.Users:N0} users with {load.EventsPerUser} events each in {clock.Elapsed.TotalSeconds:F0} s");
        }

        await File.WriteAllTextAsync(done, "");
    }

    /// <summary>The events that a user has when a measurement begins, oldest first.</summary>
    public static IEnumerable<(int Item, string Type, TimeSpan Age)> HistoryOf(int user, ReferenceLoad load, ZipfSampler items)
    {
        var random = new Random((load.Seed * 1_000_003) + user);
        for (var i = load.EventsPerUser - 1; i >= 0; i--)
        {
            var age = TimeSpan.FromHours(1) + (BetweenVisits * (i / EventsPerVisit)) + (BetweenEvents * (i % EventsPerVisit));
            yield return (items.Next(random), Workload.NextType(random), age);
        }
    }

    /// <summary>The record of an item.</summary>
    public static CatalogItem Item(int item, DateTimeOffset now) => new()
    {
        ItemId = ReferenceLoad.ItemId(item),
        Title = $"Product number {item} of the reference catalog",
        Categories = [$"category-{item % Categories}"],
        Brand = $"brand-{item % 997}",
        Price = 5 + (item % 200),
        Currency = "EUR",
        PublishedAt = now - TimeSpan.FromDays(10 + (item % 400)),
    };

    /// <summary>Where the store keeps the bundle of the load.</summary>
    public static string BundleFolder(string folder) =>
        Directory.GetDirectories(Path.Combine(folder, "bundles", RecoKey.DefaultTenant)).Single();

    /// <summary>Puts the bundle of the load into service.</summary>
    public static async Task PromoteAsync(RecoSilo silo, ReferenceLoad load)
    {
        var folder = Directory.CreateTempSubdirectory("reco-reference-").FullName;
        var manifest = ReferenceBundle.Write(folder, load);
        await silo.Services.GetRequiredService<IBundleStore>().PublishAsync(manifest.Tenant, manifest.Version, folder);
        Directory.Delete(folder, recursive: true);
        await silo.Client.PromoteModelAsync(manifest.Version);
    }

    private static async Task PutItemsAsync(IRecoClient client, ReferenceLoad load)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var batch in Enumerable.Range(0, load.Items).Chunk(ItemBatch))
        {
            var results = await client.UpsertItemsAsync(Array.ConvertAll(batch, i => Item(i, now)));
            if (results.FirstOrDefault(result => result.Error is not null) is { } failed)
            {
                throw new InvalidOperationException($"An item was not taken: {failed.Error}");
            }
        }
    }

    private static async Task TrackAsync(IRecoClient client, ReferenceLoad load)
    {
        var now = TimeProvider.System.GetUtcNow();
        var items = new ZipfSampler(load.Items, load.ItemSkew);
        foreach (var users in Enumerable.Range(0, load.Users).Chunk(UserBatch))
        {
            var events = users.SelectMany(user => HistoryOf(user, load, items).Select(e => new Interaction
            {
                UserId = ReferenceLoad.UserId(user),
                ItemId = ReferenceLoad.ItemId(e.Item),
                Type = e.Type,
                Timestamp = now - e.Age,
            })).ToArray();
            var results = await client.TrackAsync(events);
            if (results.FirstOrDefault(result => result.Status != TrackStatus.Accepted) is { } failed)
            {
                throw new InvalidOperationException($"An event was not taken: {failed}");
            }
        }
    }
}
