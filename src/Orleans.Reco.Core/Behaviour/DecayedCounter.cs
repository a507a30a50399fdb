namespace Orleans.Reco.Core;

/// <summary>A sum of weights, each of which halves with every half-life of its age.</summary>
/// <param name="Value">The sum as of <paramref name="UnixSeconds"/>.</param>
/// <param name="UnixSeconds">The time of the newest weight, in seconds since 1970-01-01 UTC.</param>
public readonly record struct DecayedCounter(double Value, uint UnixSeconds)
{
    /// <summary>Adds a weight of a time that may lie before that of others: the order of additions does not matter.</summary>
    public DecayedCounter Add(double weight, uint time, double halfLifeSeconds) =>
        time >= UnixSeconds
            ? new(At(time, halfLifeSeconds) + weight, time)
            : this with { Value = Value + (weight * Decay(UnixSeconds - time, halfLifeSeconds)) };

    /// <summary>The sum at a time. Before the newest weight the counter knows no history: it gives the sum as of that weight.</summary>
    public double At(uint time, double halfLifeSeconds) =>
        time > UnixSeconds ? Value * Decay(time - UnixSeconds, halfLifeSeconds) : Value;

    /// <summary>What is left of 1 after some seconds.</summary>
    public static double Decay(uint seconds, double halfLifeSeconds) => Math.Exp(-seconds * (Math.Log(2) / halfLifeSeconds));
}
