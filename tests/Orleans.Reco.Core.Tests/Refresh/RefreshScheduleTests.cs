namespace Orleans.Reco.Core.Tests;

public sealed class RefreshScheduleTests
{
    private static readonly DateTimeOffset Seen = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly RefreshScheduleOptions _options = new()
    {
        Full = TimeSpan.FromHours(24),
        Quick = TimeSpan.FromHours(2),
        Events = 5000,
        UnknownItemShare = 0.2,
        ScoreDrift = 0.25,
    };

    [Fact]
    public void The_first_refresh_is_full_and_due_an_interval_after_the_tenant_was_seen()
    {
        Assert.Null(Due(new ModelStatus(), 23.9));
        Assert.Equal(RefreshKind.Full, Due(new ModelStatus(), 24)!.Kind);
    }

    [Fact]
    public void Full_and_quick_refreshes_have_schedules_of_their_own()
    {
        var full = Ended(RefreshKind.Full, 0);
        Assert.Null(Due(full, 1.9));
        Assert.Equal(RefreshKind.Quick, Due(full, 2)!.Kind);
        var quick = full with { History = [Ended(RefreshKind.Quick, 23).Current!, .. full.History], Current = Ended(RefreshKind.Quick, 23).Current };
        Assert.Null(Due(quick, 23.9));
        Assert.Equal(RefreshKind.Full, Due(quick, 24)!.Kind);
    }

    [Fact]
    public void A_failed_refresh_is_not_tried_again_before_it_is_due() =>
        Assert.Null(Due(Ended(RefreshKind.Full, 0, RefreshStage.Failed), 1));

    [Theory]
    [InlineData(5000, 0, 0.0, RefreshKind.Quick)]
    [InlineData(1000, 300, 0.0, RefreshKind.Full)]
    [InlineData(10, 0, 0.3, RefreshKind.Quick)]
    public void Events_unknown_items_and_drift_call_for_a_refresh_after_the_pause(long events, long unknown, double drift, RefreshKind kind)
    {
        var status = Ended(RefreshKind.Full, 0) with
        {
            Signals = new RefreshSignals { Events = events, UnknownItemEvents = unknown, ScoreDrift = drift },
        };
        Assert.Null(Due(status, 0.9));
        var due = Due(status, 1);
        Assert.Equal((kind, "trigger"), (due!.Kind, due.By));
    }

    [Fact]
    public void Few_events_say_nothing_of_unknown_items() => Assert.Null(Due(
        Ended(RefreshKind.Full, 0) with { Signals = new RefreshSignals { Events = 999, UnknownItemEvents = 999 } }, 1.5));

    [Fact]
    public void Nothing_is_due_while_a_refresh_is_under_way() =>
        Assert.Null(Due(new ModelStatus().Plan(new RefreshRequest { Reason = "test" }, null, Seen), 100));

    private RefreshRequest? Due(ModelStatus status, double hours) => RefreshSchedule.Due(_options, status, Seen, Seen.AddHours(hours));

    private static ModelStatus Ended(RefreshKind kind, double hours, RefreshStage stage = RefreshStage.Promoted)
    {
        var refresh = new RefreshInfo
        {
            RefreshId = "r",
            Reason = "test",
            Kind = kind,
            Stage = stage,
            StartedAt = Seen.AddHours(hours),
            EndedAt = Seen.AddHours(hours + 0.1),
        };
        return ModelLifecycleTests.Serving("a") with { Current = refresh, History = [refresh] };
    }
}
