using CsCheck;

namespace Orleans.Reco.Inference.Tests;

public class BusyShareTests
{
    private static readonly Gen<TimeSpan> Times = Gen.Double[0, 0.5].Select(TimeSpan.FromSeconds);

    [Fact]
    public void NothingIsIdle() => Assert.Equal(0, new BusyShare().Value);

    [Fact]
    public void ItIsAShare() => Gen.Select(Times, Times).Array[0, 30].Sample(records =>
    {
        var share = new BusyShare();
        Array.ForEach(records, record => share.Record(record.Item1, record.Item2));
        Assert.InRange(share.Value, 0, 1);
    });

    [Fact]
    public void ItComesToWhatAllRecordsAre() => Gen.Select(Times, Times).Where((busy, idle) => busy + idle > TimeSpan.FromMilliseconds(1)).Sample((busy, idle) =>
    {
        var share = new BusyShare();
        for (var time = TimeSpan.Zero; time < TimeSpan.FromSeconds(2); time += busy + idle)
        {
            share.Record(busy, idle);
        }

        Assert.Equal(busy / (busy + idle), share.Value, 1e-6);
    });

    [Fact]
    public void OneLongPauseCountsAsManyShortOnes()
    {
        BusyShare one = new(), many = new();
        one.Record(TimeSpan.FromMilliseconds(50), TimeSpan.Zero);
        many.Record(TimeSpan.FromMilliseconds(50), TimeSpan.Zero);
        one.Record(TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 100; i++)
        {
            many.Record(TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(one.Value, many.Value, 1e-9);
    }
}
