namespace Orleans.Reco.Core.Tests;

public sealed class ModelLifecycleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_refresh_goes_through_its_stages_and_keeps_their_times()
    {
        var status = Serving("a").Plan(new RefreshRequest { Reason = "test", By = "ada" }, null, Now);
        RefreshStage[] stages =
        [
            RefreshStage.Preparing, RefreshStage.Training, RefreshStage.Evaluating, RefreshStage.Gated, RefreshStage.Published,
            RefreshStage.Staging,
        ];
        var at = Now;
        foreach (var stage in stages)
        {
            at += TimeSpan.FromMinutes(1);
            status = status.Enter(stage, "", at, refresh => refresh with { Version = "b" });
        }

        var ended = status.Complete("done", at).Current!;
        Assert.Equal([RefreshStage.Planned, .. stages, RefreshStage.Promoted], ended.Times.Select(time => time.Stage));
        Assert.Equal(at, ended.EndedAt);
        Assert.Equal("a", ended.Parent);
    }

    [Fact]
    public void A_request_that_is_sent_again_is_the_same_refresh()
    {
        var request = new RefreshRequest { Reason = "test", RequestId = "mine" };
        var ended = new ModelStatus().Plan(request, null, Now).Fail("test", "ended", Now);
        Assert.Equal("mine", ended.Current!.RefreshId);
        Assert.Same(ended, ended.Plan(request, null, Now));
        Assert.Equal("mine", ended.Of(request)!.RefreshId);
        Assert.NotSame(ended, ended.Plan(request with { RequestId = null }, null, Now));
    }

    [Fact]
    public void A_second_refresh_is_not_planned_beside_the_first()
    {
        var first = Serving("a").Plan(new RefreshRequest { Reason = "one" }, null, Now);
        Assert.Same(first, first.Plan(new RefreshRequest { Reason = "two" }, null, Now));
    }

    [Theory]
    [InlineData(RefreshStage.Gated)]
    [InlineData(RefreshStage.Canary)]
    [InlineData(RefreshStage.Planned)]
    public void A_stage_cannot_be_left_out(RefreshStage stage)
    {
        var status = Serving("a").Plan(new RefreshRequest { Reason = "test" }, null, Now);
        Assert.Throws<InvalidOperationException>(() => status.Enter(stage, "", Now));
    }

    [Fact]
    public void A_roll_back_of_a_canary_leaves_the_model_in_service()
    {
        var status = InCanary("a", "b").RollBack("ada", "looks bad", Now);
        Assert.Equal("a", status.ActiveVersion);
        Assert.Equal((RefreshStage.RolledBack, "looks bad"), (status.Current!.Stage, status.Current.Message));
        Assert.Equal(("ada", "rollback", "b"), (status.Audit[0].By, status.Audit[0].Action, status.Audit[0].Version));
    }

    [Fact]
    public void A_roll_back_after_the_promotion_goes_to_the_version_before_and_marks_the_refresh()
    {
        var promoted = InCanary("a", "b").Complete("fine", Now);
        Assert.Equal("b", promoted.ActiveVersion);
        var status = promoted.RollBack("ada", "looks bad", Now);
        Assert.Equal("a", status.ActiveVersion);
        Assert.Equal(RefreshStage.RolledBack, status.History[0].Stage);
        Assert.True(status.Revision > promoted.Revision);
        Assert.Equal("version", Assert.Throws<RecoValidationException>(() => status.RollBack("ada", "again", Now)).Field);
    }

    [Fact]
    public void A_promotion_by_command_ends_the_canary_of_that_version_and_takes_back_another()
    {
        var same = InCanary("a", "b").Promote("b", "ada", Now);
        Assert.Equal(("b", RefreshStage.Promoted), (same.ActiveVersion, same.Current!.Stage));
        var other = InCanary("a", "b").Promote("c", "ada", Now);
        Assert.Equal(("c", RefreshStage.RolledBack), (other.ActiveVersion, other.Current!.Stage));
    }

    [Fact]
    public void Only_the_last_refreshes_and_records_are_kept()
    {
        var status = Serving("a");
        for (var i = 0; i < 250; i++)
        {
            status = status.Plan(new RefreshRequest { Reason = $"{i}" }, null, Now).Fail("trainer", "no", Now);
        }

        Assert.Equal(ModelLifecycle.HistoryLength, status.History.Length);
        Assert.Equal(ModelLifecycle.AuditLength, status.Audit.Length);
        Assert.Equal("249", status.History[0].Reason);
    }

    [Fact]
    public void Progress_alone_is_not_worth_a_write()
    {
        var status = Serving("a").Plan(new RefreshRequest { Reason = "test" }, null, Now);
        Assert.False(status.DiffersDurably(status with { Current = status.Current! with { Progress = 0.5, Message = "half" } }));
        Assert.True(status.DiffersDurably(status.Enter(RefreshStage.Preparing, "", Now)));
    }

    internal static ModelStatus Serving(string version) => new() { ActiveVersion = version, ActiveSince = Now.AddDays(-1), Revision = 1 };

    private static ModelStatus InCanary(string active, string candidate)
    {
        var status = Serving(active).Plan(new RefreshRequest { Reason = "test" }, null, Now);
        foreach (var stage in (RefreshStage[])[RefreshStage.Preparing, RefreshStage.Gated, RefreshStage.Published, RefreshStage.Staging, RefreshStage.Canary])
        {
            status = status.Enter(stage, "", Now, refresh => refresh with { Version = candidate });
        }

        return status;
    }
}
