using Orleans.Reco.LoadTests;

namespace Orleans.Reco.Tests;

public sealed class ArrivalScheduleTests
{
    [Fact]
    public void Arrivals_are_a_Poisson_process_of_the_rate()
    {
        const double rate = 1000;
        const int arrivals = 100_000;
        var schedule = new ArrivalSchedule(rate, seed: 1);
        var times = Enumerable.Range(0, arrivals).Select(_ => schedule.Next().TotalSeconds).ToArray();
        var gaps = times.Zip(times.Prepend(0), (time, before) => time - before).ToArray();
        Assert.All(gaps, gap => Assert.True(gap >= 0));

        // Exponential gaps: mean and standard deviation are both 1 / rate.
        var mean = gaps.Average();
        Assert.Equal(1 / rate, mean, 0.02 / rate);
        Assert.Equal(1 / rate, Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))), 0.02 / rate);
    }

    [Fact]
    public void The_same_seed_gives_the_same_times()
    {
        TimeSpan[] Times(int seed)
        {
            var schedule = new ArrivalSchedule(50, seed);
            return [.. Enumerable.Range(0, 100).Select(_ => schedule.Next())];
        }

        Assert.Equal(Times(7), Times(7));
        Assert.NotEqual(Times(7), Times(8));
    }
}
