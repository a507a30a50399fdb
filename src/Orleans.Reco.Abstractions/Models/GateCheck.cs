namespace Orleans.Reco;

/// <summary>One number that the gate looked at.</summary>
/// <param name="Name">What was measured, in words.</param>
/// <param name="Value">The number.</param>
/// <param name="Least">It must be at least this; null where it has no lower bound.</param>
/// <param name="Most">It must be at most this; null where it has no upper bound.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.GateCheck")]
public sealed record GateCheck(
    [property: Id(0)] string Name,
    [property: Id(1)] double Value,
    [property: Id(2)] double? Least = null,
    [property: Id(3)] double? Most = null)
{
    /// <summary>True where the number is within its bounds; a number that is none never is.</summary>
    public bool Passed => double.IsFinite(Value) && !(Value < Least) && !(Value > Most);
}
