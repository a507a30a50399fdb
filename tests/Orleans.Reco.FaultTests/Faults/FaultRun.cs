namespace Orleans.Reco.FaultTests;

/// <summary>Breaks the cluster under load, one fault after the other, and counts what its clients noticed.</summary>
internal static class FaultRun
{
    private const int Items = 500;

    /// <summary>Each shopper comes back after so many seconds.</summary>
    private const int Turn = 10;

    private const int AtATime = 16;

    /// <summary>Azurite stands still while it saves its tables, every few seconds for some tenths of one.</summary>
    private const double LatencyLimit = 1000;

    /// <returns>Whether all that must hold does.</returns>
    public static async Task<bool> RunAsync(Arguments arguments)
    {
        var script = new ClusterScript(arguments.Script);
        var tenant = $"faults-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}";
        await script.RunAsync("up");
        using (var shop = new ShopClient(arguments.Web, tenant))
        {
            await shop.PutItemsAsync(Items);
        }

        var rate = arguments.Rate;
        double? saturation = null;
        if (rate == 0)
        {
            Console.WriteLine("Saturation:");
            saturation = await Saturation.FindAsync(arguments.Web, tenant, shoppers: 1000, Items, LatencyLimit);
            rate = Math.Floor(saturation.Value / 2);
            Console.WriteLine($"  {saturation:F0}/s; half of it is {rate}/s");
        }

        var outcomes = new List<FaultOutcome>();
        var shoppers = new List<Shopper>();
        using (var watch = script.Watch())
        {
            foreach (var fault in arguments.Chosen)
            {
                var (outcome, took) = await StrikeAsync(arguments, script, tenant, fault, rate, outcomes.Count);
                outcome = outcome with { Ended = watch.Take() };
                outcomes.Add(outcome);
                shoppers.AddRange(took);
                Console.WriteLine(FaultReport.Row(outcome));
                Console.WriteLine($"  answered by second: {string.Join(' ', outcome.Answered)}");
                foreach (var tries in outcome.GivenUp.Take(10))
                {
                    Console.WriteLine($"  given up: {tries}");
                }
            }
        }

        await script.RunAsync("stop-silos");
        var missing = Audit.MissingInLog(await EventLogFiles.CopyAsync(script, arguments.Web.Host, tenant), tenant, shoppers);
        await script.RunAsync("down");
        var report = FaultReport.Write(arguments, rate, saturation, outcomes, missing);
        Console.WriteLine(report);
        if (arguments.Output is { } output)
        {
            await MarkedText.ReplaceAsync(output, "faults", report);
        }

        return missing == 0 && outcomes.TrueForAll(outcome => outcome.Holds);
    }

    private static async Task<(FaultOutcome Outcome, IReadOnlyList<Shopper> Shoppers)> StrikeAsync(
        Arguments arguments, ClusterScript script, string tenant, Fault fault, double rate, int seed)
    {
        Console.WriteLine($"{fault.Name}: {fault.What}");
        using var client = new ShopClient(arguments.Web, tenant);
        var load = new ShopLoad(client, i => new Shopper($"{fault.Name}-{i}", i), (int)(rate * Turn), Items, rate, seed);
        await BringInAsync(client, load.Shoppers);
        var before = client.Retries;
        var breaking = Task.Run(() => BreakAsync(script, fault));
        await Task.WhenAll(load.RunAsync(arguments.Seconds), breaking);
        foreach (var repair in fault.Repair)
        {
            await script.RunAsync(repair);
        }

        var (retries, givenUp) = (client.Retries - before, client.GivenUp.ToArray());
        var outcome = new FaultOutcome
        {
            Fault = fault,
            Rate = rate,
            Begun = load.Begun,
            Errors = load.Errors,
            Retries = retries,
            GivenUp = givenUp,
            Answered = load.AnsweredIn(arguments.Seconds),
            Slowest = load.Latency(100, Fault.Strike, arguments.Seconds) / 1000,
            Over = await breaking,
            Audit = await Audit.OfStatesAsync(client, load.Shoppers),
        };
        return (outcome, load.Shoppers);
    }

    /// <summary>Shoppers are there when the load begins: to bring thousands in within seconds is another burden than the mix.</summary>
    private static Task BringInAsync(ShopClient client, IReadOnlyList<Shopper> shoppers) =>
        Parallel.ForEachAsync(shoppers, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (shopper, _) =>
        {
            await client.TrackAsync(shopper, shopper.Next(Items));
            await client.RecommendAsync(shopper);
        });

    private static async Task<double> BreakAsync(ClusterScript script, Fault fault)
    {
        var began = TimeProvider.System.GetTimestamp();
        foreach (var (second, command) in fault.Steps)
        {
            var wait = TimeSpan.FromSeconds(second) - TimeProvider.System.GetElapsedTime(began);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TimeProvider.System);
            await script.RunAsync(command);
        }

        return TimeProvider.System.GetElapsedTime(began).TotalSeconds - Fault.Strike;
    }
}
