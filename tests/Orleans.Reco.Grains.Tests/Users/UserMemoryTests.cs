using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains.Tests;

public sealed class UserMemoryTests
{
    [Fact]
    public void A_write_may_be_delayed_unless_a_caller_waits_for_one_that_was_promised()
    {
        var state = new UserState();
        var memory = new UserMemory(state, new RecentState(), new UserOptions());
        bool MayBeDelayed() => ((IDelayedDurability)state).MayBeDelayed;
        memory.Pack(promised: false);
        Assert.True(MayBeDelayed());
        memory.Pack(promised: true);
        Assert.False(MayBeDelayed());

        // The storage may join this one with the one before, which is promised.
        memory.Pack(promised: false);
        Assert.False(MayBeDelayed());
        memory.Written(promised: false);
        Assert.False(MayBeDelayed());
        memory.Written(promised: true);
        Assert.True(MayBeDelayed());
        memory.Written(promised: false);
    }
}
