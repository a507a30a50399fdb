using System.Globalization;
using System.Text.Json;

namespace Orleans.Reco.FaultTests;

/// <summary>Runs the reference mix for a long time while models are refreshed, and watches whether memory grows or anything fails.</summary>
internal static class SoakRun
{
    private const int Items = 1000;
    private const int Shoppers = 2000;
    private const double Share = 0.7;
    private const double LatencyLimit = 100;

    /// <summary>What a cluster does for five seconds it does not do for minutes.</summary>
    private const int TrialSeconds = 20;

    /// <summary>As a web tier has a pool of them: with thousands of new ones a short pause of the cluster becomes a long one.</summary>
    private const int Connections = 256;
    private const int SeedEvents = 5;
    private const int SeedersAtATime = 32;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <returns>Whether memory is flat and nothing failed.</returns>
    public static async Task<bool> RunAsync(Arguments arguments)
    {
        // Each refresh goes into service at once, trains for a minute at most, and on the last five minutes: the trainings are of one size, as
        // those of a shop that has been open for longer than its window, so that memory which grows is memory that stays.
        // Not on Azurite: an upload that its client gives up takes one of its 50 places for uploads for good (3.37.0), and after the 50th
        // nothing is answered any more.
        var script = new ClusterScript(
            arguments.Script,
            ("RECO_STORE", "redis"),
            ("Reco__Refresh__Canary__Share", "0"),
            ("Reco__Refresh__Standby", "00:01:00"),
            ("Reco__Trainer__MaxDuration", "00:01:00"),
            ("Reco__Trainer__Window", "00:05:00"));
        var tenant = $"soak-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}";
        await script.RunAsync("up");
        using var client = new ShopClient(arguments.Web, tenant, Connections);
        await client.PutItemsAsync(Items);
        var rate = arguments.Rate;
        double? saturation = null;
        if (rate == 0)
        {
            saturation = await Saturation.FindAsync(arguments.Web, tenant, Shoppers, Items, LatencyLimit, TrialSeconds, Connections);
            rate = Math.Floor(saturation.Value * Share);
        }
        else
        {
            await Saturation.WarmUpAsync(arguments.Web, tenant, Shoppers, Items);
        }

        Console.WriteLine($"{arguments.Minutes} minutes at {rate}/s");
        var load = new ShopLoad(client, i => new Shopper($"soak-{i}", i), Shoppers, Items, rate, seed: 1);
        await SeedAsync(client, load);
        var samples = new List<HostSample>();
        var refreshes = new RefreshWatch(client);
        IReadOnlyList<string> ended;
        using (var watch = script.Watch())
        {
            var running = load.RunAsync((int)(arguments.Minutes * 60));
            await SampleAsync(arguments, script, refreshes, samples, running);
            await running;
            await refreshes.EndAsync();
            ended = watch.Take();
        }

        var retries = client.Retries;
        var audit = await Audit.OfStatesAsync(client, load.Shoppers);
        await script.RunAsync("stop-silos");
        var missing = Audit.MissingInLog(EventLogFiles.Shared(script), tenant, load.Shoppers);
        await script.RunAsync("down");
        var result = new SoakResult
        {
            At = TimeProvider.System.GetUtcNow(),
            Machine = Place.Describe(),
            Saturation = saturation,
            Rate = rate,
            Minutes = arguments.Minutes,
            Operations = load.Begun,
            Errors = load.Errors,
            Retries = retries,
            Audit = audit,
            MissingInLog = missing,
            Ended = ended,
            LoggedErrors = LoggedErrors(script),
            Refreshes = refreshes.Outcomes,
            ByMinute = ByMinute(load, arguments.Minutes),
            Samples = samples,
        };
        await WriteAsync(arguments, result);
        return result.Holds;
    }

    /// <summary>Gives each shopper a history, so that the first refresh has something to learn and to measure by.</summary>
    private static Task SeedAsync(ShopClient client, ShopLoad load) =>
        Parallel.ForEachAsync(load.Shoppers, new ParallelOptions { MaxDegreeOfParallelism = SeedersAtATime }, async (shopper, _) =>
        {
            for (var i = 0; i < SeedEvents; i++)
            {
                await client.TrackAsync(shopper, shopper.Next(Items));
            }
        });

    private static async Task SampleAsync(Arguments arguments, ClusterScript script, RefreshWatch refreshes, List<HostSample> samples, Task running)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var probe = new HostProbe(script, arguments.Web);
        using var timer = new PeriodicTimer(SampleInterval, TimeProvider.System);
        while (!running.IsCompleted)
        {
            var minute = TimeProvider.System.GetElapsedTime(began).TotalMinutes;
            samples.AddRange(await probe.SampleAsync(minute));

            // The last one has its time to end before the load does.
            if (minute >= arguments.Refresh * (refreshes.Due + 1) && minute < arguments.Minutes - 1)
            {
                await refreshes.StartAsync(minute);
            }

            await refreshes.LookAsync();
            await timer.WaitForNextTickAsync();
        }
    }

    private static SoakMinute[] ByMinute(ShopLoad load, double minutes)
    {
        var answered = load.AnsweredIn((int)Math.Ceiling(minutes) * 60);
        return [.. Enumerable.Range(0, (int)Math.Ceiling(minutes)).Select(minute => (minute, from: minute * 60)).Select(m => new SoakMinute(
            m.minute,
            answered[m.from..(m.from + 60)].Sum(),
            load.Latency(50, m.from, m.from + 60),
            load.Latency(99, m.from, m.from + 60),
            load.Latency(100, m.from, m.from + 60)))];
    }

    private static string[] LoggedErrors(ClusterScript script) =>
    [
        .. from log in Directory.GetFiles(script.Root, "log", SearchOption.AllDirectories)
           let lines = File.ReadAllLines(log)
           from i in Enumerable.Range(0, lines.Length)
           where lines[i].Contains("Z fail: ", StringComparison.Ordinal) || lines[i].Contains("Z crit: ", StringComparison.Ordinal)
           select $"{Path.GetFileName(Path.GetDirectoryName(log))}: {lines[i]} {(i + 1 < lines.Length ? lines[i + 1].Trim() : "")}",
    ];

    private static async Task WriteAsync(Arguments arguments, SoakResult result)
    {
        foreach (var (host, what, trend) in result.Trends)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {host} {what}: {trend.Level / (1 << 20):F0} MB, growth {trend.Growth:P1}{(trend.IsFlat ? "" : ", NOT FLAT")}"));
        }

        Console.WriteLine($"{result.Operations} operations, {result.Errors} errors, {result.Retries} retries, {result.LoggedErrors.Count} errors logged");
        Console.WriteLine($"lost {result.Audit.Lost}, twice {result.Audit.Twice}, missing in the log {result.MissingInLog}; {(result.Holds ? "holds" : "does not hold")}");
        if (arguments.Output is { } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "soak.json"), JsonSerializer.Serialize(result, Json));
            await File.WriteAllTextAsync(Path.Combine(folder, "soak.html"), SoakPage.ToHtml(result));
        }
    }
}
