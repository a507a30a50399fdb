namespace Orleans.Reco.Inference.Tests;

/// <summary>A clock at which each look takes a second.</summary>
internal sealed class TickingClock : TimeProvider
{
    private long _seconds;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds) * TimestampFrequency;
}
