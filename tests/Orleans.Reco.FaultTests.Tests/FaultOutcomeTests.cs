using Orleans.Reco.FaultTests;

namespace Orleans.Reco.Tests;

public sealed class FaultOutcomeTests
{
    [Fact]
    public void Full_throughput_is_back_after_the_last_low_stretch()
    {
        // Ten seconds before the strike, then: down for four, up, one slow second that is noise, full.
        Assert.Equal(6, Outcome([0, 0, 0, 0, 100, 100, 100, 100, 90, 100, 100, 100, 100]).FullAgain);
        Assert.Equal(0, Outcome([100, 100, 100, 100]).FullAgain);
        Assert.Null(Outcome([100, 100, 100, 0]).FullAgain);
    }

    [Fact]
    public void Errors_are_allowed_where_the_fault_may_fail_and_losses_nowhere()
    {
        var outcome = Outcome([100, 100, 100]);
        Assert.True((outcome with { Errors = 3 }).Holds);
        Assert.False((outcome with { Errors = 3, Fault = outcome.Fault with { MayFail = false } }).Holds);
        Assert.False((outcome with { Audit = outcome.Audit with { Lost = 1 } }).Holds);
        Assert.False((outcome with { Audit = outcome.Audit with { Twice = 1 } }).Holds);
    }

    private static FaultOutcome Outcome(int[] afterStrike) => new()
    {
        Fault = new Fault("test", "a test", MayFail: true, []),
        Rate = 100,
        Begun = 0,
        Audit = new Audit(1, 0, 0, 0),
        Errors = 0,
        Retries = 0,
        Answered = [.. Enumerable.Repeat(100, Fault.Strike), .. afterStrike],
        Slowest = 0,
        Over = 0,
        GivenUp = [],
    };
}
