namespace Orleans.Reco.Learning;

/// <summary>How the ranker of a bundle is trained.</summary>
internal sealed record ServedRankerOptions
{
    /// <summary>Seed of halves, negatives and weights. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many candidates of the blend are ranked anew. Default: 200, as serving does.</summary>
    public int Depth { get; init; } = 200;

    /// <summary>Negatives a positive. Half of them come from the first candidates, which are the hard ones. Default: 8.</summary>
    public int Negatives { get; init; } = 8;

    /// <summary>The first candidates: this many. Default: 30.</summary>
    public int Hard { get; init; } = 30;

    /// <summary>Fewer users than this give no ranker. Default: 40.</summary>
    public int MinUsers { get; init; } = 40;

    /// <summary>
    /// Hyper-parameters of the network by name, see <see cref="ServedRankerTrainer.Algorithm"/>; others keep their defaults.
    /// </summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();
}
