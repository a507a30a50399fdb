namespace Orleans.Reco.Grains;

/// <summary>One event for the item counters.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Ordinal">The item.</param>
/// <param name="Weight">The weight of the interaction type.</param>
/// <param name="UnixSeconds">When it happened.</param>
/// <param name="Before">The distinct items that the user touched shortly before.</param>
internal readonly record struct ActivityRecord(string Tenant, int Ordinal, float Weight, uint UnixSeconds, Packed<int> Before);
