namespace Orleans.Reco.Storage;

/// <summary>Makes segment ids: UUIDv7 in hex, so unique everywhere and sorting by time; strictly rising within one writer.</summary>
internal sealed class SegmentIds(TimeProvider timeProvider)
{
    /// <summary>Length of an id, in characters.</summary>
    public const int Length = 32;

    private DateTimeOffset _last;

    /// <summary>The next id. Not thread-safe.</summary>
    public string Next()
    {
        // UUIDv7 orders by millisecond only: two ids of the same millisecond would be in random order.
        var now = timeProvider.GetUtcNow();
        var earliest = _last + TimeSpan.FromMilliseconds(1);
        _last = now < earliest ? earliest : now;
        return Guid.CreateVersion7(_last).ToString("N");
    }
}
