using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

public sealed class FlushPaceTests
{
    private const int Most = 100;

    private readonly FakeTimeProvider _time = new();
    private readonly FlushPace _pace;

    public FlushPaceTests() => _pace = new FlushPace(0.1, Most, _time);

    [Fact]
    public void The_first_event_is_flushed_at_once_and_nothing_never()
    {
        Assert.True(_pace.IsDue(1));
        Assert.False(_pace.IsDue(0));
    }

    [Fact]
    public void After_a_flush_counts_are_added_up_until_it_was_a_tenth_of_the_time()
    {
        Flush(TimeSpan.FromMilliseconds(200));
        _time.Advance(TimeSpan.FromMilliseconds(1799));
        Assert.False(_pace.IsDue(Most - 1));
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.True(_pace.IsDue(1));
    }

    [Fact]
    public void Too_many_events_do_not_wait()
    {
        Flush(TimeSpan.FromMilliseconds(200));
        Assert.True(_pace.IsDue(Most));
    }

    [Fact]
    public void A_flush_that_was_held_up_is_followed_by_the_longest_rest()
    {
        Flush(TimeSpan.FromMinutes(1));
        _time.Advance(FlushPace.LongestRest);
        Assert.True(_pace.IsDue(1));
    }

    private void Flush(TimeSpan took)
    {
        var began = _time.GetTimestamp();
        _time.Advance(took);
        _pace.Flushed(began);
    }
}
