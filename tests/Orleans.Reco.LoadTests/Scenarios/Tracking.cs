namespace Orleans.Reco.LoadTests;

/// <summary>Events a second that are durable before their answer, one event in a call, of users who are in memory.</summary>
internal static class Tracking
{
    private const int Callers = 160;
    private const double Rate = 20_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Scenario scenario)
    {
        await using var silo = await RecoSilo.StartAsync(await scenario.StoreAsync(), scenario.Settings);
        await using var target = new ClientTarget(silo.Client, scenario.Load.Returned);
        var users = new ZipfSampler(scenario.Load.Users, scenario.Load.UserSkew);
        var items = new ZipfSampler(scenario.Load.Items, scenario.Load.ItemSkew);
        var refused = 0;
        async Task SendAsync(int user, Random random)
        {
            if (await target.TrackAsync(new LoadOperation(OperationKind.Track, user, items.Next(random), Workload.NextType(random))) is null)
            {
                _ = Interlocked.Increment(ref refused);
            }
        }

        // A user's first event waits until the user is read, which is another figure (`residents`).
        var first = await ClosedLoop.OverAllAsync(Callers, scenario.Load.Users, user => SendAsync(user, Random.Shared));
        _ = await ClosedLoop.RunAsync(Callers, WarmUp, random => SendAsync(users.Next(random), random));
        refused = 0;
        var before = ProcessUsage.Now();
        using var allocations = new AllocationSampler();
        using var collections = new CollectionSampler();
        var rate = await ClosedLoop.RunAsync(Callers, Duration, random => SendAsync(users.Next(random), random));
        rate -= refused / Duration.TotalSeconds;
        var usage = ProcessUsage.Now().Since(before, rate * Duration.TotalSeconds);
        scenario.Report.Add(new Figure(
            "Events tracked, durable on the embedded store, one in a call",
            rate,
            "events/s",
            $"≥ {Rate:N0}",
            rate >= Rate,
            $"{Callers} callers, {refused} refused; {usage.Cores:F2} cores, {usage.ProcessorMicroseconds:F0} µs and {usage.AllocatedBytes / 1024:F1} KB an event; "
                + $"collections stop everything for {usage.GcPauseShare:P0} of the time, {collections}; "
                + $"{string.Join(", ", allocations.Top(8).Select(type => $"{type.Share:P0} {type.Type}"))}; "
                + $"first events of {scenario.Load.Users:N0} users, read from the store for it: {first:N0} a second"));
    }
}
