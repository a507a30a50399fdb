using Orleans.Reco.Testing;

namespace Orleans.Reco.FaultTests;

/// <summary>Compares what the cluster acknowledged with what it has.</summary>
/// <param name="Acknowledged">Events that were acknowledged.</param>
/// <param name="Unknown">Events whose fate the client does not know: no try was answered.</param>
/// <param name="Lost">Acknowledged events that are not in their shopper's history, as far as it goes back, or by which its sequence number is short.</param>
/// <param name="Twice">Events that are in it more than once, that nobody sent, or by which its sequence number is too high.</param>
internal sealed record Audit(int Acknowledged, int Unknown, int Lost, int Twice)
{
    private const int AtATime = 16;

    /// <summary>Events that a history keeps.</summary>
    private const int HistoryCapacity = 100;

    /// <summary>Asks for every user, whoever sent their events.</summary>
    public static async Task<Audit> OfStatesAsync(ShopClient client, IEnumerable<Shopper> shoppers)
    {
        var users = shoppers.GroupBy(shopper => shopper.Id, shopper => shopper.Events).ToList();
        var (acknowledged, unknown, lost, twice) = (0, 0, 0, 0);
        await Parallel.ForEachAsync(users, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (user, _) =>
        {
            var sent = user.SelectMany(events => events).ToList();
            var (sequence, history) = await client.HistoryAsync(user.Key);
            var applied = history.CountBy(item => item).ToDictionary();
            var missing = sent.TakeLast(HistoryCapacity).Count(e => e.Acknowledged && !applied.ContainsKey(e.ItemId));
            var repeated = applied.Sum(item => item.Value - (sent.Exists(e => e.ItemId == item.Key) ? 1 : 0));
            Interlocked.Add(ref acknowledged, sent.Count(e => e.Acknowledged));
            Interlocked.Add(ref unknown, sent.Count(e => !e.Acknowledged));
            Interlocked.Add(ref lost, (int)Math.Max(missing, sent.Count(e => e.Acknowledged) - sequence));
            Interlocked.Add(ref twice, (int)Math.Max(repeated, sequence - sent.Count));
        });

        return new Audit(acknowledged, unknown, lost, twice);
    }

    /// <summary>Acknowledged events that are not in the log's files. The silos must have stopped: then everything is sealed.</summary>
    /// <param name="events">The folder of the log.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="shoppers">Who sent events.</param>
    public static int MissingInLog(string events, string tenant, IEnumerable<Shopper> shoppers)
    {
        var logged = LoggedRows.Ids(Path.Combine(events, $"tenant={tenant}")).ToHashSet();
        return shoppers.SelectMany(shopper => shopper.Events).Count(e => e.Acknowledged && !logged.Contains(e.Id));
    }
}
