namespace Orleans.Reco.Learning;

/// <summary>Hyper-parameters of <see cref="AlsModel"/>.</summary>
public sealed record AlsOptions
{
    /// <summary>Factors of a vector. Default: 64.</summary>
    public int Dimension { get; init; } = 64;

    /// <summary>Rounds; each solves all users, then all items. Default: 12.</summary>
    public int Iterations { get; init; } = 12;

    /// <summary>Weight of what was not observed, against 1 for what was. Default: 0.1.</summary>
    public double UnobservedWeight { get; init; } = 0.1;

    /// <summary>
    /// Exponent δ: what was not observed weighs more for popular items, in proportion to <c>n_i^δ</c>, the mean over the items being
    /// <see cref="UnobservedWeight"/> (He et al., SIGIR 2016). A popular item that a user did not choose was more likely seen. Default: 0.
    /// </summary>
    public double PopularityExponent { get; init; }

    /// <summary>Regularisation λ. Default: 0.003.</summary>
    public double Regularisation { get; init; } = 0.003;

    /// <summary>Exponent ν of the frequency scaling; 1 scales fully, 0 not at all. Default: 1.</summary>
    public double FrequencyExponent { get; init; } = 1;

    /// <summary>Steps of conjugate gradients in a round, from the vector of the round before. Default: 3.</summary>
    public int Steps { get; init; } = 3;

    /// <summary>How many of the last events of a history a user's vector is solved from. Default: 1,000.</summary>
    public int MaxLength { get; init; } = StaticHistory.MaxLength;

    /// <summary>Seed of the first item vectors. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>0 = all cores.</summary>
    public int Threads { get; init; }
}
