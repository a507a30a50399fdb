namespace Orleans.Reco.Learning;

/// <summary>The sequence models.</summary>
internal static class SequenceAlgorithms
{
    private static readonly HyperParameter Blocks = new("blocks", 1, 1, 8, "Blocks, one on the other", ParameterScale.Integer);
    private static readonly HyperParameter Hidden = new("hidden", 256, 4, 8_192, "Width of the feed-forward part", ParameterScale.Integer);
    private static readonly HyperParameter State = new("stateDimension", 128, 4, 8_192, "Dimension of a recurrent state", ParameterScale.Integer);

    public static IReadOnlyList<IModelAlgorithm> All { get; } =
    [
        new SequenceAlgorithm(
            "gru4rec",
            "A GRU over the last events (Hidasi et al., ICLR 2016)",
            (data, p) => new GruEncoder(
                data.Items.Count, data.Types.Count, p.Int("dimension"), p.Int("stateDimension"), p["dropout"]) { Temperature = p["temperature"] },
            [State]),
        new SequenceAlgorithm(
            "caser",
            "Convolutions over the last events (Tang and Wang, WSDM 2018)",
            (data, p) => new ConvolutionalEncoder(
                data.Items.Count, data.Types.Count, p.Int("dimension"), p.Int("window"), p.Int("filters"), p.Int("verticalFilters"), p["dropout"]) { Temperature = p["temperature"] },
            [
                new("window", 5, 1, 50, "Events that the filters see", ParameterScale.Integer),
                new("filters", 16, 1, 1_024, "Horizontal filters of each height", ParameterScale.Integer),
                new("verticalFilters", 4, 1, 1_024, "Vertical filters", ParameterScale.Integer),
            ]),
        new SequenceAlgorithm(
            "sasrec",
            "Causal self-attention over the last events (Kang and McAuley, ICDM 2018)",
            (data, p) => new AttentionEncoder(
                data.Items.Count,
                data.Types.Count,
                p.Int("dimension"),
                p.Int("maxLength"),
                p.Int("blocks"),
                Divisor(p.Int("heads"), p.Int("dimension")),
                p.Int("hidden"),
                p["dropout"]) { Temperature = p["temperature"] },
            [Blocks, new("heads", 1, 1, 64, "Attention heads; the dimension is a multiple of them", ParameterScale.Integer), Hidden]),
        new SequenceAlgorithm(
            "recurrent",
            "A gated linear recurrence, one step an event; the default encoder (after LRURec: Yue et al., WSDM 2024)",
            (data, p) => new LinearRecurrentEncoder(
                data.Items.Count,
                data.Types.Count,
                p.Int("dimension"),
                p.Int("stateDimension"),
                p.Int("blocks"),
                p.Int("hidden"),
                p["dropout"]) { Temperature = p["temperature"] },
            [Blocks, State, Hidden]),
    ];

    private static int Divisor(int heads, int dimension) => dimension % heads == 0
        ? heads
        : throw new DatasetException("heads", $"{heads} is not allowed; the dimension {dimension} must be a multiple of it.");
}
