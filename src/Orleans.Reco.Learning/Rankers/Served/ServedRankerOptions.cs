using Orleans.Reco.Inference;

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

    /// <summary>In which numbers the graph multiplies; only worth it for wide layers. Default: float32.</summary>
    public RankerPrecision Precision { get; init; } = RankerPrecision.Float32;

    /// <summary>
    /// What int8 may lose of the AUC on users that were not trained on; where it loses more, the graph is float32. Default: 0.001. Allowed:
    /// 0 to 0.5.
    /// </summary>
    public double MaxQuantizationLoss { get; init; } = 0.001;

    /// <summary>
    /// Hyper-parameters of the network by name, see <see cref="ServedRankerTrainer.Algorithm"/>; others keep their defaults.
    /// </summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>Throws where a value is outside its range, and gives the options back.</summary>
    /// <exception cref="DatasetException">Names the option and the range.</exception>
    public ServedRankerOptions Validate()
    {
        Require("depth", Depth, 1, 10_000);
        Require("negatives", Negatives, 1, 1_000);
        Require("hard", Hard, 1, 10_000);
        Require("minUsers", MinUsers, 10, int.MaxValue);
        Require("maxQuantizationLoss", MaxQuantizationLoss, 0, 0.5);
        return Enum.IsDefined(Precision)
            ? this
            : throw new DatasetException("precision", $"{Precision} is not allowed; allowed are {string.Join(", ", Enum.GetNames<RankerPrecision>())}.");
    }

    private static void Require(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new DatasetException(name, FormattableString.Invariant($"{value} is not allowed; allowed are {least} to {most}."));
        }
    }
}
