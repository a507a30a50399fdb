using CsCheck;
using Orleans.Reco.Core;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

/// <summary>Refreshes over simulated hours: what comes of them does not depend on who dies when.</summary>
public sealed class RefreshFlowTests
{
    private const int Day = 24 * 60;

    private enum Fault
    {
        None,
        Crash,
        CrashInStep,
        CrashTrainer,
        Unreachable,
        FullDisk,
        RollBack,
        Promote,
        Refresh,
        QuickRefresh,
        Register,
        BadModel,
        WorseModel,
        BrokenBundle,
        ManyEvents,
        UnknownItems,
        Drift,
        QuietShop,
    }

    [Fact]
    public Task A_day_of_schedules_triggers_commands_crashes_and_roll_backs_leaves_nothing_stuck() =>
        Gen.Select(Gen.Int[1, Day], Gen.Enum<Fault>()).Array[0, 60].SampleAsync(
            async faults =>
            {
                var shop = new SimulatedShop(NewOptions());
                var byMinute = faults.ToLookup(fault => fault.Item1, fault => fault.Item2);
                for (var minute = 1; minute <= Day; minute++)
                {
                    foreach (var fault in byMinute[minute])
                    {
                        Apply(shop, fault);
                    }

                    await shop.Minute();
                    AssertSound(shop);
                }

                AssertDone(shop);
            },
            iter: 200);

    [Fact]
    public async Task A_quiet_day_has_the_refreshes_of_its_schedules()
    {
        var shop = new SimulatedShop(NewOptions());
        for (var minute = 0; minute < Day; minute++)
        {
            await shop.Minute();
        }

        var history = shop.Written.History;
        Assert.All(history, refresh => Assert.Equal(RefreshStage.Promoted, refresh.Stage));
        Assert.Equal(3, history.Count(refresh => refresh.Kind == RefreshKind.Full));
        Assert.Equal(6, history.Count(refresh => refresh.Kind == RefreshKind.Quick));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_crash_after_any_write_changes_nothing_of_the_outcome(int writes)
    {
        var shop = new SimulatedShop(NewOptions());
        for (var minute = 0; minute < Day && shop.Written.History.Length < 2; minute++)
        {
            var before = shop.Log.Count;
            await shop.Minute();
            if (shop.Log.Count > before && shop.Log[^1].History.Length == 1 && shop.Log[^1].Current!.Times.Length >= writes)
            {
                shop.Crash();
            }
        }

        Assert.Equal([RefreshStage.Promoted, RefreshStage.Promoted], shop.Written.History.Select(refresh => refresh.Stage));
    }

    [Fact]
    public async Task A_poisoned_model_that_the_gate_lets_through_is_taken_back_by_its_canary()
    {
        var options = NewOptions();
        options.Gate.Enabled = false;
        var shop = new SimulatedShop(options);
        while (shop.Written.ActiveVersion is null)
        {
            await shop.Minute();
        }

        shop.Quality = 0.1;
        while (shop.Written.History.Length < 2)
        {
            await shop.Minute();
        }

        var ended = shop.Written.History[0];
        Assert.Equal(RefreshStage.RolledBack, ended.Stage);
        Assert.Contains("click-through of the canary", ended.Message, StringComparison.Ordinal);
        Assert.True(ended.EndedAt - ended.Canary!.StartedAt < options.Canary.Duration);
        Assert.Equal("v001", shop.Served.Active);
        Assert.Null(shop.Served.Canary);
    }

    [Fact]
    public async Task A_canary_that_cannot_be_measured_is_taken_back_in_the_end()
    {
        var shop = new SimulatedShop(NewOptions());
        while (shop.Written.Current?.Stage != RefreshStage.Canary)
        {
            await shop.Minute();
        }

        for (var minute = 0; minute < Day && shop.Written.Current.Stage == RefreshStage.Canary; minute++)
        {
            shop.Unreachable = 100;
            await shop.Minute();
        }

        Assert.Contains("could not be measured", shop.Written.History[0].Message, StringComparison.Ordinal);
    }

    private static void Apply(SimulatedShop shop, Fault fault)
    {
        switch (fault)
        {
            case Fault.Crash:
                shop.Crash();
                break;
            case Fault.CrashInStep:
                shop.CrashInStep();
                break;
            case Fault.CrashTrainer:
                shop.CrashTrainer();
                break;
            case Fault.Unreachable:
                shop.Unreachable = 20;
                break;
            case Fault.FullDisk:
                shop.FailingWrites = 20;
                break;
            case Fault.RollBack:
                shop.RollBack();
                break;
            case Fault.Promote:
                shop.Promote();
                break;
            case Fault.Refresh:
                shop.Refresh(RefreshKind.Full);
                break;
            case Fault.QuickRefresh:
                shop.Refresh(RefreshKind.Quick);
                break;
            case Fault.Register:
                shop.Register();
                break;
            case Fault.ManyEvents:
                shop.Signal(new RefreshSignals { Events = 1_000_000 });
                break;
            case Fault.UnknownItems:
                shop.Signal(new RefreshSignals { Events = 10_000, UnknownItemEvents = 9_000 });
                break;
            case Fault.Drift:
                shop.Signal(new RefreshSignals { ScoreDrift = 1 });
                break;
            default:
                (shop.Quality, shop.Fault, shop.UsersOfLook) = fault switch
                {
                    Fault.BadModel => (0.1, default(string), 200),
                    Fault.WorseModel => (0.6, null, 200),
                    Fault.BrokenBundle => (1, "item_vectors.f32: is missing", 200),
                    Fault.QuietShop => (1, null, 0),
                    _ => (1, null, 200),
                };
                break;
        }
    }

    /// <summary>What holds at every moment.</summary>
    private static void AssertSound(SimulatedShop shop)
    {
        var written = shop.Written;
        Assert.True(written.History.Length <= ModelLifecycle.HistoryLength);
        Assert.Equal(written.History.Length, written.History.Select(refresh => refresh.RefreshId).Distinct().Count());
        Assert.All(written.History, refresh => Assert.NotNull(refresh.EndedAt));
        Assert.Equal(written.ActiveVersion, shop.Served.Active);
        Assert.Equal(written.Current is { EndedAt: null, Stage: RefreshStage.Canary }, shop.Served.Canary is not null);

        // Nothing is served that the gate refused, unless somebody wanted it.
        Assert.True(
            written.ActiveVersion is not { } active || shop.Qualities[active] >= 0.5 || shop.PromotedByHand.Contains(active));
        if (written.Current is { EndedAt: null } current)
        {
            Assert.True(shop.Now - current.StartedAt <= Longest(shop.Options), $"{current.Stage} is stuck");
        }
    }

    private static void AssertDone(SimulatedShop shop)
    {
        var log = shop.Log;
        Assert.True(shop.Written.History.Length >= 2, "A day has at least two refreshes, whatever happens.");
        for (var i = 1; i < log.Count; i++)
        {
            Assert.True(log[i].Revision >= log[i - 1].Revision);
            Assert.True(
                log[i].Current?.RefreshId == log[i - 1].Current?.RefreshId || !log[i - 1].IsRefreshing(),
                "A refresh began while another was under way.");
        }

        var planned = log.Select(status => status.Current?.RefreshId).OfType<string>().Distinct().Count();
        var last = shop.Written;
        Assert.Equal(Math.Min(planned, ModelLifecycle.HistoryLength + 1), last.History.Length + (last.IsRefreshing() ? 1 : 0));
        var byItself = last.Audit.Where(record => record is { Action: "promote", By: "gate" or "canary" }).ToArray();
        Assert.Equal(byItself.Length, byItself.Select(record => record.Version).Distinct().Count());
    }

    private static TimeSpan Longest(RefreshOptions options) =>
        (2 * options.Timeout) + options.Canary.MaxDuration + options.Canary.Attribution + TimeSpan.FromMinutes(2);

    private static RefreshOptions NewOptions() => new()
    {
        Timeout = TimeSpan.FromHours(1),
        Schedule = new()
        {
            Full = TimeSpan.FromHours(6),
            Quick = TimeSpan.FromHours(2),
            Events = 100_000,
            UnknownItemShare = 0.5,
            ScoreDrift = 0.25,
        },
        Canary = new()
        {
            Share = 0.2,
            Duration = TimeSpan.FromMinutes(30),
            MaxDuration = TimeSpan.FromHours(1),
            Attribution = TimeSpan.FromMinutes(5),
        },
    };
}
