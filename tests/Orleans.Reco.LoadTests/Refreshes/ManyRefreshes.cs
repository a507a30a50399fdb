using System.Diagnostics;
using Orleans.Reco.Client;

namespace Orleans.Reco.LoadTests;

/// <summary>Three silos under a steady load, ten refreshes in a row, then a roll-back.</summary>
internal static class ManyRefreshes
{
    private const int Silos = 3;
    private const int Refreshes = 10;
    private const int WarmCallers = 64;
    private const double SlowdownLimit = 1.5;
    private static readonly TimeSpan RollBackLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(360);

    /// <summary>Before each refresh but the first: the machine's speed changes within minutes, and a swap is compared with what was there just before.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(6);

    /// <summary>After a promotion: caches are cold, old sessions go, vectors are made anew.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    /// <summary>As short as the machine allows: all of what a refresh does to users comes ten times in two minutes.</summary>
    private static (string Key, string Value)[] Settings =>
    [
        ("Reco:Refresh:KeepBundles", "3"),
        ("Reco:Refresh:Canary:Share", "0.2"),
        ("Reco:Refresh:Canary:Look", "00:00:01"),
        ("Reco:Refresh:Canary:Attribution", "00:00:01"),
        ("Reco:Refresh:Canary:Duration", "00:00:02"),
        ("Reco:Refresh:Canary:MinUsers", "0"),
    ];

    public static async Task RunAsync(Scenario scenario)
    {
        var time = TimeProvider.System;
        var prepared = new PreparedBundles(scenario.Folder, scenario.Load, Refreshes);
        using var store = TemporaryCopy.Of(await scenario.StoreAsync());
        await using var cluster = await SiloCluster.StartAsync(Silos, store.Folder, prepared, [.. scenario.Settings, .. Settings]);
        var client = cluster.Clients[0];
        await using var target = new VersionedTarget(cluster.Clients, scenario.Load.Returned);
        await ClosedLoop.OverAllAsync(WarmCallers, scenario.Load.Users, user => client.GetUserAsync(ReferenceLoad.UserId(user)));
        _ = await new Trials(target, scenario.Load, "three silos").ProbeAsync();

        var seen = new Observations(time);
        var began = time.GetUtcNow() + WarmUp;
        var load = new OpenLoop(target, scenario.Load, seen.Add).RunAsync(scenario.Rate, WarmUp, Duration, seed: 1);
        await Task.Delay(WarmUp + Steady, time);
        var steady = new List<(DateTimeOffset From, DateTimeOffset To)> { (began, time.GetUtcNow()) };
        var refreshes = new List<RefreshInfo>();
        while (refreshes.Count < Refreshes && time.GetUtcNow() - began < Duration - TimeSpan.FromSeconds(20))
        {
            refreshes.Add(await RefreshAsync(client, $"number {refreshes.Count + 1}"));
            await Task.Delay(Aftermath, time);
            if (refreshes.Count < Refreshes)
            {
                var from = time.GetUtcNow();
                await Task.Delay(Between, time);
                steady.Add((from, time.GetUtcNow()));
            }
        }

        var rolledBack = await RollBackAsync(cluster.Clients);
        var result = await load;
        Report(scenario, seen, steady, refreshes, target, rolledBack);
        scenario.Report.Runs["three silos, refreshes"] = [result];
    }

    private static async Task<RefreshInfo> RefreshAsync(IRecoClient client, string reason)
    {
        var started = await client.StartRefreshAsync(new RefreshRequest { Reason = reason });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync())
        {
            if ((await client.GetModelStatusAsync()).History.FirstOrDefault(ended => ended.RefreshId == started.RefreshId) is { } ended)
            {
                Console.WriteLine($"  {reason}: {ended.Stage} after {(ended.EndedAt - ended.StartedAt)!.Value.TotalSeconds:F1} s, {ended.Message}");
                return ended;
            }
        }

        throw new UnreachableException();
    }

    /// <summary>The time of the call; when it returns, every silo serves the version before.</summary>
    private static async Task<TimeSpan> RollBackAsync(IReadOnlyList<IRecoClient> clients)
    {
        var clock = Stopwatch.StartNew();
        var status = await clients[0].RollBackModelAsync("measured", "load test");
        var took = clock.Elapsed;
        for (var silo = 0; silo < clients.Count; silo++)
        {
            var list = await clients[silo].RecommendAsync($"after-{silo}", new RecommendRequest { Count = 1 });
            if (list.ModelVersion != status.ActiveVersion)
            {
                throw new InvalidOperationException($"After the roll-back a list came from {list.ModelVersion}, not from {status.ActiveVersion}.");
            }
        }

        return took;
    }

    private static void Report(
        Scenario scenario,
        Observations seen,
        List<(DateTimeOffset From, DateTimeOffset To)> steady,
        List<RefreshInfo> refreshes,
        VersionedTarget target,
        TimeSpan rolledBack)
    {
        var before = seen.In(steady);
        var minute = seen.In(steady[0]);
        var whole = seen.In((steady[0].From, refreshes[^1].EndedAt!.Value + Aftermath));
        var swaps = seen.In(refreshes.Select(refresh => (At(refresh, RefreshStage.Staging), refresh.EndedAt!.Value + Aftermath)));
        var report = scenario.Report;
        var promoted = refreshes.Count(refresh => refresh.Stage == RefreshStage.Promoted);
        report.Add(new Figure("Refreshes promoted", promoted, "", $"{Refreshes}", promoted == Refreshes));
        report.Add(new Figure("Failed requests", whole.Failed, "", "0", whole.Failed == 0, whole.ToString()));
        report.Add(new Figure("Answers of mixed versions", target.Mixed, "", "0", target.Mixed == 0, $"of {target.Answers:N0}, every one looked at"));
        report.Add(new Figure("p99 of lists, steady: a minute before the first, seconds before each other", before.ListP99, "ms", Detail: before.ToString()));
        report.Add(new Figure("p99 of lists, the minute alone", minute.ListP99, "ms", Detail: minute.ToString()));
        var slowdown = swaps.ListP99 / before.ListP99;
        report.Add(new Figure(
            "p99 of lists from staging to 2 s after the switch ÷ steady", slowdown, "", $"≤ {SlowdownLimit}", slowdown <= SlowdownLimit, swaps.ToString()));
        foreach (var (stage, next, name) in new[]
        {
            (RefreshStage.Planned, RefreshStage.Staging, "before staging"),
            (RefreshStage.Staging, RefreshStage.Canary, "staging"),
            (RefreshStage.Canary, RefreshStage.Promoted, "canary"),
        })
        {
            var window = seen.In(refreshes.Where(refresh => refresh.Stage == RefreshStage.Promoted).Select(refresh => (At(refresh, stage), At(refresh, next))));
            report.Add(new Figure($"p99 of lists, {name}", window.ListP99, "ms", Detail: window.ToString()));
        }

        var after = seen.In(refreshes.Select(refresh => (refresh.EndedAt!.Value, refresh.EndedAt.Value + Aftermath)));
        report.Add(new Figure("p99 of lists, the 2 s after a promotion", after.ListP99, "ms", Detail: after.ToString()));
        report.Add(new Figure(
            "Roll-back, from the command until every silo has switched",
            rolledBack.TotalMilliseconds,
            "ms",
            $"≤ {RollBackLimit.TotalMilliseconds}",
            rolledBack <= RollBackLimit));
    }

    private static DateTimeOffset At(RefreshInfo refresh, RefreshStage stage) =>
        refresh.Times.FirstOrDefault(time => time.Stage == stage)?.At ?? refresh.EndedAt!.Value;
}
