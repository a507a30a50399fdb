namespace Orleans.Reco.Learning;

/// <summary>One interaction.</summary>
/// <param name="User">User index.</param>
/// <param name="Item">Item index, from 1.</param>
/// <param name="Type">Type index, from 1.</param>
/// <param name="Value">Rating, price or dwell seconds; 0 where there is none.</param>
/// <param name="UnixSeconds">When it happened, seconds since 1970-01-01 UTC.</param>
public readonly record struct DatasetEvent(int User, int Item, int Type, float Value, long UnixSeconds);
