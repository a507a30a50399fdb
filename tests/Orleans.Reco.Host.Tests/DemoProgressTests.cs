using Orleans.Reco.Host;

namespace Orleans.Reco.Tests;

public sealed class DemoProgressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Events_end_at_a_whole_second_and_at_the_same_one_in_every_run()
    {
        var now = new DateTimeOffset(2026, 11, 28, 9, 30, 15, TimeSpan.Zero);
        var (end, _) = new DemoProgress(_folder.Path).Begin(now.AddMilliseconds(999));
        Assert.Equal(now, end);

        new DemoProgress(_folder.Path).Save(end, 7);
        Assert.Equal((now, 7), new DemoProgress(_folder.Path).Begin(now.AddHours(1)));
    }
}
