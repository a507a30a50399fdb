using Microsoft.Extensions.Time.Testing;

namespace Orleans.Reco.Core.Tests;

public sealed class UnixTimeTests
{
    [Fact]
    public void Times_outside_are_clamped()
    {
        Assert.Equal(0u, UnixTime.Clamp(DateTimeOffset.MinValue));
        Assert.Equal(uint.MaxValue, UnixTime.Clamp(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Now_is_the_providers() => Assert.Equal(Items.Now, new FakeTimeProvider(Items.Time(0)).Now());
}
