using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>What a user costs who is in memory, and how fast users come there from the embedded store.</summary>
internal static class Residents
{
    private const int Callers = 64;
    private const double BytesLimit = 3.5;
    private const double ActivationShare = 0.4;
    private const double CostLimit = 1.1;
    private const double GigabytesLimit = 4.5;
    private const int Few = 10_000;
    private const int MostBare = 90_000;
    private const int Million = 1_000_000;
    private static readonly TimeSpan CostTime = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Scenario scenario)
    {
        var users = scenario.Load.Users;
        await using var silo = await RecoSilo.StartAsync(await scenario.StoreAsync(), scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        _ = await target.RecommendAsync(0);

        // The first part of the users brings code and tables up to speed; the others are measured.
        var first = users / 10;
        _ = await ClosedLoop.OverAllAsync(Callers, first, user => silo.Client.GetUserAsync(ReferenceLoad.UserId(user)));
        _ = await BareCalls.MeasureActivationsAsync(silo.Grains, first, Callers);
        var bares = Math.Min(MostBare, users - first);
        var bare = await BareCalls.MeasureActivationsAsync(silo.Grains, bares, Callers, from: users);
        await BareCalls.LeaveAsync(silo.Grains, first, Callers);
        await BareCalls.LeaveAsync(silo.Grains, bares, Callers, from: users);
        var alone = await CostAsync(scenario, target);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var cold = await ClosedLoop.OverAllAsync(Callers, users - first, user => silo.Client.GetUserAsync(ReferenceLoad.UserId(first + user)));
        var kilobytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(users - first) / 1024;
        var crowded = await CostAsync(scenario, target);
        using var process = Process.GetCurrentProcess();
        if (users >= Million)
        {
            var gigabytes = process.WorkingSet64 / (double)(1 << 30);
            scenario.Report.Add(new Figure(
                $"Memory of the process with {users:N0} users", gigabytes, "GB", $"≤ {GigabytesLimit}", gigabytes <= GigabytesLimit,
                $"catalog, model and the load generator included; managed heap {GC.GetTotalMemory(forceFullCollection: false) / (double)(1 << 30):F1} GB"));
        }

        scenario.Report.Add(new Figure(
            $"Processor time of a recommendation to {Few:N0} users with {users - first:N0} more in memory ÷ without",
            crowded / alone,
            "",
            $"≤ {CostLimit}",
            crowded / alone <= CostLimit,
            $"{crowded:F0} against {alone:F0} µs"));
        scenario.Report.Add(new Figure(
            "Memory of a resident user, activation included",
            kilobytes,
            "KB",
            $"≤ {BytesLimit}",
            kilobytes <= BytesLimit,
            $"managed heap after a full collection, {users - first:N0} users with {scenario.Load.EventsPerUser} events; "
            + $"the process has {process.WorkingSet64 >> 20} MB"));
        scenario.Report.Add(new Figure(
            "Cold activation (user read from the embedded store) ÷ bare activation",
            cold / bare,
            "",
            $"≥ {ActivationShare}",
            cold / bare >= ActivationShare,
            $"{cold:F0}/s with the profile returned, against {bare:F0}/s"));
    }

    /// <summary>Microseconds of all cores for a recommendation to one of a few users, who have all had one.</summary>
    private static async Task<double> CostAsync(Scenario scenario, ClientTarget target)
    {
        var users = new ZipfSampler(Math.Min(Few, scenario.Load.Users / 10), scenario.Load.UserSkew);
        Task Send(Random random) => target.RecommendAsync(users.Next(random));
        _ = await ClosedLoop.RunAsync(Callers, CostTime, Send);
        var before = ProcessUsage.Now();
        var rate = await ClosedLoop.RunAsync(Callers, CostTime, Send);
        return ProcessUsage.Now().Since(before, rate * CostTime.TotalSeconds).ProcessorMicroseconds;
    }
}
