namespace Orleans.Reco.LoadTests;

/// <summary>Events a second that are durable before their answer, one event in a call.</summary>
internal static class Tracking
{
    private const int Callers = 1024;
    private const double Rate = 20_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Scenario scenario)
    {
        await using var silo = await RecoSilo.StartAsync(await scenario.StoreAsync(), scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        var users = new ZipfSampler(scenario.Load.Users, scenario.Load.UserSkew);
        var items = new ZipfSampler(scenario.Load.Items, scenario.Load.ItemSkew);
        Task Send(Random random) =>
            target.TrackAsync(new LoadOperation(OperationKind.Track, users.Next(random), items.Next(random), Workload.NextType(random)));
        _ = await ClosedLoop.RunAsync(Callers, WarmUp, Send);
        var before = ProcessUsage.Now();
        var rate = await ClosedLoop.RunAsync(Callers, Duration, Send);
        var usage = ProcessUsage.Now().Since(before, rate * Duration.TotalSeconds);
        scenario.Report.Add(new Figure(
            "Events tracked, durable on the embedded store, one in a call",
            rate,
            "events/s",
            $"≥ {Rate:N0}",
            rate >= Rate,
            $"{Callers} callers; {usage.Cores:F2} cores, {usage.ProcessorMicroseconds:F0} µs and {usage.AllocatedBytes / 1024:F1} KB an event"));
    }
}
