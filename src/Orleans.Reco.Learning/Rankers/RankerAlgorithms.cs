namespace Orleans.Reco.Learning;

/// <summary>Every ranker by its name.</summary>
public static class RankerAlgorithms
{
    private static readonly HyperParameter[] Training =
    [
        new("learningRate", 0.001, 1e-6, 1, "Step size of Adam.", ParameterScale.Logarithmic),
        new("weightDecay", 0, 0, 100, "Decoupled weight decay; a step shrinks weights by learningRate times this."),
        new("labelSmoothing", 0, 0, 0.5, "Labels become 1 - s / 2 and s / 2."),
        new("gradientClip", 10, 1e-6, 1e6, "Largest norm of a gradient.", ParameterScale.Logarithmic),
        new("batchSize", 256, 1, 65_536, "Rows of a step.", ParameterScale.Integer),
        new("epochs", 50, 1, 1_000, "Passes over the rows at most.", ParameterScale.Integer),
        new("patience", 5, 1, 1_000, "Epochs without a better validation log loss before training stops.", ParameterScale.Integer),
        new("plateauFactor", 1, 0.01, 1, "What the step size is multiplied by after an epoch that was no better; 1 keeps it."),
        new("averaging", 0, 0, 0.99999, "Measured and kept are the weights' moving average with this decay a step; 0 = the weights themselves."),
        new("hiddenIds", 0, 0, 0.9, "Share of user and item ids that training hides, for those that will be new."),
    ];

    private static readonly HyperParameter[] Networks =
    [
        new("dimension", 16, 1, 512, "Dimension of embeddings.", ParameterScale.Integer),
        new("layer1", 256, 1, 4_096, "Units of the first dense layer.", ParameterScale.Integer),
        new("layer2", 128, 1, 4_096, "Units of the second dense layer.", ParameterScale.Integer),
        new("dropout", 0.2, 0, 0.9, "Share of inputs that training drops."),
        .. Training,
    ];

    /// <summary>All of them, simplest first.</summary>
    public static IReadOnlyList<IRankerAlgorithm> All { get; } =
    [
        new NetworkRanker(
            "lr",
            "Logistic regression: a weight an id and a number (Richardson, Dominowska and Ragno, WWW 2007).",
            Training,
            _ => new RankerArchitecture { Linear = true }),
        new NetworkRanker(
            "dnn4",
            "Embeddings of user, item, time and prior rating through two dense layers; no other input.",
            WithDefaults(Networks, ("dimension", 32)),
            p => Deep(p) with { Fields = RatingFeatures.FourInputs, DropsBetweenLayers = false }),
        new NetworkRanker(
            "wide-deep",
            "Logistic regression on ids and crosses, and dense layers on embeddings (Cheng et al., DLRS 2016).",
            Networks,
            p => Deep(p) with { Linear = true }),
        new NetworkRanker(
            "deepfm",
            "A factorisation machine and dense layers that share embeddings (Guo et al., IJCAI 2017).",
            Networks,
            p => Deep(p) with { Linear = true, Factorisation = true }),
        new NetworkRanker(
            "dcn-v2",
            "Cross layers with full matrices beside dense layers (Wang et al., WWW 2021).",
            [new("crossLayers", 2, 1, 8, "How often features are crossed.", ParameterScale.Integer), .. Networks],
            p => Deep(p) with { CrossLayers = p.Int("crossLayers") }),
        new NetworkRanker(
            "din",
            "Past events count by how they go with the item in question (deep interest network, Zhou et al., KDD 2018).",
            [new("attention", 36, 1, 1_024, "Hidden units of the attention.", ParameterScale.Integer), .. Networks],
            p => Deep(p) with { AttentionUnits = p.Int("attention") }),
    ];

    /// <summary>The ranker of a name.</summary>
    /// <exception cref="DatasetException">There is none; the message lists those that there are.</exception>
    public static IRankerAlgorithm Get(string name) =>
        All.FirstOrDefault(a => a.Name == name)
        ?? throw new DatasetException("ranker", $"'{name}' is not known; allowed are {string.Join(", ", All.Select(a => a.Name))}.");

    /// <summary>Two dense layers on whatever rows hold, for use within a larger model.</summary>
    internal static IRankerAlgorithm Dense(string name, int layer1, int layer2) => new NetworkRanker(
        name,
        "Two dense layers.",
        WithDefaults([.. Networks.Where(p => p.Name != "dimension")], ("layer1", layer1), ("layer2", layer2), ("weightDecay", 0.1)),
        p => new RankerArchitecture { Hidden = [p.Int("layer1"), p.Int("layer2")], Dropout = p["dropout"] });

    private static RankerArchitecture Deep(ParameterValues p) => new()
    {
        Dimension = p.Int("dimension"),
        Hidden = [p.Int("layer1"), p.Int("layer2")],
        Dropout = p["dropout"],
    };

    private static HyperParameter[] WithDefaults(HyperParameter[] parameters, params (string Name, double Value)[] defaults) =>
        Array.ConvertAll(
            parameters, p => defaults.FirstOrDefault(d => d.Name == p.Name) is (not null, var value) ? p with { Default = value } : p);
}
