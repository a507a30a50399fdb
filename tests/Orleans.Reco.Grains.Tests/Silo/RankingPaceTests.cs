using Microsoft.Extensions.Time.Testing;
using Orleans.Reco.Grains;

namespace Orleans.Reco.Tests;

public sealed class RankingPaceTests
{
    private static readonly TimeSpan Worked = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_small_shop_is_ranked_without_a_rest()
    {
        using var pace = new RankingPace(RankingPace.SmallShop, _time);
        _time.Advance(Worked);
        Assert.True(pace.RestAsync().IsCompleted);
    }

    [Fact]
    public async Task A_large_one_rests_three_times_as_long_as_it_worked_and_others_wait_for_it()
    {
        using var first = Large();
        _time.Advance(Worked);
        var rest = first.RestAsync().AsTask();
        using var second = Large();
        var turn = second.RestAsync().AsTask();

        _time.Advance(Worked * 2.5);
        Assert.False(rest.IsCompleted);
        _time.Advance(Worked * 0.5);
        await rest.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.False(turn.IsCompleted);
        first.Dispose();
        await turn.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private RankingPace Large() => new(RankingPace.SmallShop + 1, _time);
}
