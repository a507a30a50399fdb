using System.Globalization;
using System.Text;

namespace Orleans.Reco.FaultTests;

/// <summary>
/// Cuts the link between two silos that both still reach the stores, while clients on either side send events of the same users, and heals
/// it. Whatever either side acknowledged must be in the one state of its user, once, and in the log.
/// </summary>
internal static class PartitionRun
{
    private const int Items = 200;
    private const int Users = 60;
    private const int Cut = 10;
    private const int Heal = 30;
    private const double EventShare = 0.5;
    private const double DefaultRate = 40;
    private static readonly string[] Sides = ["left", "right"];
    private static readonly string Subnet = Environment.GetEnvironmentVariable("RECO_SUBNET") ?? "10.213.0";

    /// <returns>Whether nothing was lost or doubled.</returns>
    public static async Task<bool> RunAsync(Arguments arguments)
    {
        var script = new ClusterScript(arguments.Script);
        var tenant = $"partition-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}";
        var rate = arguments.Rate == 0 ? DefaultRate : arguments.Rate;
        await script.RunAsync("up");
        ShopClient[] clients = [new(Address(1), tenant), new(Address(2), tenant)];
        await clients[0].PutItemsAsync(Items);

        // The same users on both sides; each side has every second item, so that a history shows whose events it has.
        var loads = clients.Select((client, side) => new ShopLoad(
            client, i => new Shopper($"user-{i}", (2 * i) + side, step: 2, side: $"-{Sides[side]}"), Users, Items, rate / 2, side, EventShare)).ToList();
        long cut, heal;
        IReadOnlyList<string> ended;
        Audit audit;
        using (var watch = script.Watch())
        {
            var running = Task.WhenAll(loads.Select(load => load.RunAsync(arguments.Seconds)));
            (cut, heal) = await CutAsync(script);
            await running;
            ended = watch.Take();
            await script.RunAsync("start silo-1 silo-2");
            audit = await Audit.OfStatesAsync(clients[0], loads.SelectMany(load => load.Shoppers));
        }

        await script.RunAsync("stop-silos");
        var missing = Audit.MissingInLog(await EventLogFiles.CopyAsync(script, Subnet + ".1", tenant), tenant, loads.SelectMany(load => load.Shoppers));
        await script.RunAsync("down");
        var report = Report(arguments, rate, loads, clients, audit, missing, Meanwhile(loads, cut, heal), ended);
        Console.WriteLine(report);
        if (arguments.Output is { } output)
        {
            await MarkedText.ReplaceAsync(output, "partition", report);
        }

        Array.ForEach(clients, client => client.Dispose());
        return missing == 0 && audit is { Lost: 0, Twice: 0 };
    }

    private static async Task<(long Cut, long Heal)> CutAsync(ClusterScript script)
    {
        await Task.Delay(TimeSpan.FromSeconds(Cut), TimeProvider.System);
        await script.RunAsync("cut");
        var cut = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(Heal - Cut), TimeProvider.System);
        var heal = TimeProvider.System.GetTimestamp();
        await script.RunAsync("heal");
        return (cut, heal);
    }

    /// <summary>Events that each side acknowledged while the link was cut, and users for whom both did.</summary>
    private static (int Left, int Right, int Both) Meanwhile(List<ShopLoad> loads, long cut, long heal)
    {
        var users = loads.ConvertAll(load => load.Shoppers
            .SelectMany(shopper => shopper.Events.Where(e => e.AcknowledgedAt > cut && e.AcknowledgedAt < heal), (shopper, _) => shopper.Id).ToList());
        return (users[0].Count, users[1].Count, users[0].Intersect(users[1]).Count());
    }

    private static string Report(
        Arguments arguments, double rate, List<ShopLoad> loads, ShopClient[] clients, Audit audit, int missing,
        (int Left, int Right, int Both) meanwhile, IReadOnlyList<string> ended)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Two silos, {Users} users, {rate:F0} operations/s from clients on both sides, half of them events, ")
            .AppendLine(CultureInfo.InvariantCulture, $"{arguments.Seconds} s; the link is cut in second {Cut} and healed in second {Heal}.")
            .AppendLine()
            .AppendLine("| | left | right |")
            .AppendLine("|---|---:|---:|");
        void Row(string what, Func<int, object> value) => text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {value(0):N0} | {value(1):N0} |");
        Row("operations", side => loads[side].Begun);
        Row("acknowledged events", side => loads[side].Shoppers.Sum(shopper => shopper.Events.Count(e => e.Acknowledged)));
        Row("acknowledged while the link was cut", side => side == 0 ? meanwhile.Left : meanwhile.Right);
        Row("errors after retries", side => loads[side].Errors);
        Row("retries", side => clients[side].Retries);
        Row("lowest second", side => loads[side].AnsweredIn(arguments.Seconds).Min());
        return text
            .AppendLine()
            .Append(CultureInfo.InvariantCulture, $"Users for whom both sides acknowledged events while the link was cut: {meanwhile.Both}. ")
            .Append(CultureInfo.InvariantCulture, $"Of all acknowledged events in their user's state: lost {audit.Lost}, twice {audit.Twice}; ")
            .AppendLine(CultureInfo.InvariantCulture, $"fate unknown {audit.Unknown}; missing in the log's files: {missing}.")
            .Append(ended.Count == 0 ? "No silo ended." : string.Join("; ", ended) + ".")
            .AppendLine().AppendLine().Append($"{Place.Describe()}.")
            .ToString();
    }

    /// <summary>Where a silo of the script listens.</summary>
    private static Uri Address(int silo)
    {
        var port = int.Parse(Environment.GetEnvironmentVariable("RECO_HTTP_PORT") ?? "5090", CultureInfo.InvariantCulture);
        return new Uri($"http://{Subnet}.{10 + silo}:{port + silo}");
    }
}
