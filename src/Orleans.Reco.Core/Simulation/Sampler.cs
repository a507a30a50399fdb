namespace Orleans.Reco.Core;

/// <summary>The distributions that the simulation draws from, seeded.</summary>
internal sealed class Sampler
{
    private readonly Random _random;

    /// <param name="seed">The shop's seed.</param>
    /// <param name="stream">What is drawn: streams of one seed do not depend on each other.</param>
    public Sampler(int seed, int stream) => _random = new Random(unchecked((seed * 397) ^ (stream * 7919)));

    /// <summary>Uniform in [0,1).</summary>
    public double Unit() => _random.NextDouble();

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Uniform in [0, count).</summary>
    public int Below(int count) => _random.Next(count);

    /// <summary>One of the values.</summary>
    public T One<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>Exponential with the given mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    /// <summary>A position with probability in proportion to its weight; weights are not negative and not all zero.</summary>
    public int Pick(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var left = Unit() * total;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>Puts the values into a random order.</summary>
    public void Shuffle<T>(Span<T> values) => _random.Shuffle(values);
}
