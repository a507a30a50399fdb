using Orleans.Reco.Core;

namespace Orleans.Reco.Learning.Tests;

/// <summary>
/// A small shop with a structure to learn: items stand in rows of ten, and a shopper mostly goes on from an item to the one after it
/// in the same row.
/// </summary>
internal static class TestShop
{
    public const long Start = 1_700_000_000;

    public static readonly InteractionTypeInfo[] Types =
        [InteractionTypes.Default[InteractionType.View], InteractionTypes.Default[InteractionType.Purchase]];

    public static IReadOnlyList<(string User, string Item, string Type, long Time)> Log(int users, int items, int eventsPerUser, int seed = 7)
    {
        var random = new Random(seed);
        var log = new List<(string, string, string, long)>();
        for (var user = 0; user < users; user++)
        {
            var item = random.Next(items);
            var time = Start + random.Next(1_000_000);
            for (var i = 0; i < eventsPerUser; i++)
            {
                log.Add(($"u{user:D4}", $"i{item:D4}", random.Next(4) == 0 ? "purchase" : "view", time));
                item = random.Next(10) == 0 ? random.Next(items) : item / 10 * 10 + (item + 1) % 10;
                time += random.Next(1, 50_000);
            }
        }

        return log;
    }

    public static InteractionDataset Dataset(int users = 200, int items = 50, int eventsPerUser = 12, int seed = 7)
    {
        var log = Log(users, items, eventsPerUser, seed);
        return Dataset(log.Select(e => (int.Parse(e.User[1..]), int.Parse(e.Item[1..]) + 1, e.Type == "view" ? 1 : 2, e.Time)), users, items);
    }

    public static InteractionDataset Dataset(IEnumerable<(int User, int Item, int Type, long Time)> log, int users, int items)
    {
        var events = log.Select(e => new DatasetEvent(e.User, e.Item, e.Type, 0, e.Time)).OrderBy(e => e.User).ThenBy(e => e.UnixSeconds).ToArray();
        var starts = new int[users + 1];
        for (var user = 0; user < users; user++)
        {
            starts[user + 1] = events.Count(e => e.User <= user);
        }

        return new InteractionDataset
        {
            Users = [.. Enumerable.Range(0, users).Select(u => $"u{u:D4}")],
            Items = [.. Enumerable.Range(0, items).Select(i => $"i{i:D4}")],
            Types = Types,
            Events = events,
            UserStarts = starts,
        };
    }

    public static string Csv(int users = 200, int items = 50, int eventsPerUser = 12) =>
        "user_id,item_id,event_type,timestamp\n" +
        string.Concat(Log(users, items, eventsPerUser).Select(e => $"{e.User},{e.Item},{e.Type},{e.Time}\n"));
}
