using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Core;
using Orleans.Reco.Grains;
using Orleans.Reco.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Writes the records that the calls of a shop would leave, for loads of a million: the calls themselves would take an hour. The event log
/// stays empty.
/// </summary>
internal sealed class RecordFill(RecoSilo silo, ReferenceLoad load)
{
    private const int Writers = 512;
    private static readonly InteractionTypes Types = new(new InteractionOptions());

    private readonly IGrainStorage _storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(RecoStorage.Name);

    public async Task ItemsAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var shards = (load.Items + CatalogShards.Size - 1) / CatalogShards.Size;
        await WriteAllAsync(load.Items, item => WriteAsync(
            "item", "reco-item", ReferenceLoad.ItemId(item), new ItemState { Ordinal = item, Item = ReferenceStore.Item(item, now) }));
        await WriteAllAsync(shards, shard => WriteAsync("shard", "reco-catalog-shard", $"{shard}", new CatalogShardState
        {
            Version = now.Ticks,
            Slots = Enumerable.Range(shard * CatalogShards.Size, Math.Min(CatalogShards.Size, load.Items - (shard * CatalogShards.Size)))
                .ToDictionary(i => i, i => new CatalogSlot(new CatalogEntry(i, ReferenceLoad.ItemId(i), ReferenceStore.Item(i, now)), now.Ticks)),
        }));
        var catalog = new GrainState<CatalogState>(new CatalogState { Reserved = shards * CatalogShards.Size });
        await _storage.WriteStateAsync("catalog", GrainId.Create("reco-catalog", RecoKey.DefaultTenant), catalog);
    }

    public Task UsersAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var items = new ZipfSampler(load.Items, load.ItemSkew);
        return WriteAllAsync(load.Users, user =>
        {
            var history = ReferenceStore.HistoryOf(user, load, items)
                .Select(e => new HistoryEvent(e.Item, UnixTime.Clamp(now - e.Age), 0, Types.TryGet(e.Type, out var type) ? type.Code : default))
                .ToArray();
            var random = new Random(user);
            return WriteAsync("user", "reco-user", ReferenceLoad.UserId(user), new UserState
            {
                Sequence = history.Length,
                HistoryEvents = history.Length,
                History = new Packed<HistoryEvent>(history),
                EventIds = new Packed<ulong>([.. history.Select(_ => (ulong)random.NextInt64())]),
                Secret = Pseudonym.NewSecret(),
            });
        });
    }

    private static Task WriteAllAsync(int count, Func<int, Task> write) => ClosedLoop.OverAllAsync(Writers, count, write);

    private Task WriteAsync<T>(string name, string type, string id, T state) =>
        _storage.WriteStateAsync(name, GrainId.Create(type, RecoKey.Create(RecoKey.DefaultTenant, id).ToString()), new GrainState<T>(state));
}
