namespace Orleans.Reco.Grains;

/// <summary>
/// A record that knows which version of it the store has: one object instead of three, of each in each user's memory.
/// </summary>
/// <typeparam name="TSelf">The record's type.</typeparam>
internal interface IStoredRecord<out TSelf>
{
    /// <summary>The version that the store has; null where it has none.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the store has the record.</summary>
    bool IsStored { get; set; }

    /// <summary>The record as it is now, for a write that reads it later.</summary>
    TSelf Snapshot();
}
