using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains.Tests;

public sealed class UserMemoryTests
{
    [Fact]
    public void A_write_may_be_delayed_unless_somebody_was_promised_it()
    {
        var state = new UserState();
        var memory = new UserMemory(state, new RecentState(), new UserOptions());
        bool MayBeDelayed() => ((IDelayedDurability)state).MayBeDelayed;
        memory.Pack(promised: false);
        Assert.True(MayBeDelayed());
        memory.Unpack();
        memory.Pack(promised: true);
        Assert.False(MayBeDelayed());
    }
}
