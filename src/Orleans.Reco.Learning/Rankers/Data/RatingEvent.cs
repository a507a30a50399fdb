namespace Orleans.Reco.Learning;

/// <summary>A mark.</summary>
/// <param name="User">User index, from 0.</param>
/// <param name="Item">Item index, from 0.</param>
/// <param name="Mark">From 1.</param>
/// <param name="UnixSeconds">Seconds since 1970-01-01 UTC.</param>
public readonly record struct RatingEvent(int User, int Item, int Mark, long UnixSeconds);
