using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

public sealed class ScorerSlotTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScorerSlot _slot;

    public ScorerSlotTests() => _slot = new ScorerSlot(0, null!, new LocalScorers(), _time);

    [Fact]
    public void A_slot_is_asked_until_it_has_no_room()
    {
        Assert.False(_slot.Rests);
        _slot.HadNoRoom();
        Assert.True(_slot.Rests);
    }

    [Fact]
    public void A_slot_that_had_no_room_is_asked_again_after_its_rest()
    {
        _slot.HadNoRoom();
        _time.Advance(ScorerSlot.Rest / 2);
        Assert.True(_slot.Rests);
        _time.Advance(ScorerSlot.Rest / 2);
        Assert.False(_slot.Rests);
        _slot.HadNoRoom();
        Assert.True(_slot.Rests);
    }
}
