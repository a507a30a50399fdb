using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>How models are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The split; null = the one that the bundles record.</summary>
    public SplitConfiguration? Split { get; init; }

    /// <summary>The installation's interaction types. Default: the built-in ones.</summary>
    public InteractionTypes Types { get; init; } = InteractionTypes.Default;

    /// <summary>Resamples of the intervals. Default: 1,000. Allowed: 10 or more.</summary>
    public int Resamples { get; init; } = 1_000;

    /// <summary>Random swaps of the paired tests. Default: 2,000. Allowed: 10 or more.</summary>
    public int Permutations { get; init; } = 2_000;

    /// <summary>Seed of resamples, swaps and drawn negatives. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Negatives of a sampled ranking that is shown besides; 0 = none. Default: 0.</summary>
    public int SampledNegatives { get; init; }

    /// <summary>0 = all cores.</summary>
    public int Threads { get; init; }
}
