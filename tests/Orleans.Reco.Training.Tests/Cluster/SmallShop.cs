using Orleans.Reco.Storage;

namespace Orleans.Reco.Training.Tests;

/// <summary>
/// Items stand in rows of ten, and a shopper mostly goes on from an item to the one after it in the row: there is something to learn, and
/// little is enough to learn it from.
/// </summary>
internal static class SmallShop
{
    private const int Users = 240;
    private const int Items = 60;
    private const int EventsOfUser = 24;

    public static IReadOnlyList<LoggedEvent> Events(DateTimeOffset receivedAt)
    {
        var random = new Random(5);
        var begin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var events = new List<LoggedEvent>();
        for (var user = 0; user < Users; user++)
        {
            var item = random.Next(Items);
            var time = begin + TimeSpan.FromSeconds(random.Next(1_000_000));
            for (var i = 0; i < EventsOfUser; i++)
            {
                events.Add(new LoggedEvent
                {
                    Tenant = "default",
                    EventId = $"{user}-{i}",
                    User = $"user-{user:D4}",
                    ItemId = $"item-{item:D3}",
                    Type = random.Next(4) == 0 ? "purchase" : "view",
                    Timestamp = time,
                    ReceivedAt = receivedAt,
                });
                item = random.Next(10) == 0 ? random.Next(Items) : (item / 10 * 10) + ((item + 1) % 10);
                time += TimeSpan.FromSeconds(random.Next(1, 50_000));
            }
        }

        return events;
    }
}
