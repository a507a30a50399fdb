using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>What a user costs who is in memory, and how fast users come there from the embedded store.</summary>
internal static class Residents
{
    private const int Callers = 64;
    private const double BytesLimit = 3.5;
    private const double ActivationShare = 0.4;

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
        var bare = await BareCalls.MeasureActivationsAsync(silo.Grains, users - first, Callers, from: users);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var cold = await ClosedLoop.OverAllAsync(Callers, users - first, user => silo.Client.GetUserAsync(ReferenceLoad.UserId(first + user)));
        var kilobytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(users - first) / 1024;
        using var process = Process.GetCurrentProcess();
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
}
