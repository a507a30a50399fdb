using Orleans.Reco.Inference;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// GRU4Rec (Hidasi et al., ICLR 2016): a GRU (Cho et al., EMNLP 2014) runs over the embeddings, and a linear map of its state is the
/// user vector.
/// </summary>
internal sealed class GruEncoder : SequenceEncoder
{
    private readonly int _stateDimension;
    private readonly GRU _gru;
    private readonly Linear _projection;
    private readonly Dropout _dropout;

    public GruEncoder(int items, int events, int dimension, int stateDimension, double dropout)
        : base(nameof(GruEncoder), items, events, dimension)
    {
        _stateDimension = stateDimension;
        _gru = Register("gru", nn.GRU(dimension, stateDimension, batchFirst: true));
        _projection = Register("projection", nn.Linear(stateDimension, dimension));
        _dropout = Register("dropout", nn.Dropout(dropout));
        using var noGrad = no_grad();
        foreach (var (name, parameter) in _gru.named_parameters())
        {
            if (name.StartsWith("weight_hh", StringComparison.Ordinal))
            {
                _ = nn.init.orthogonal_(parameter);
            }
        }
    }

    public override Tensor forward(Tensor items, Tensor events)
    {
        var (states, _) = _gru.call(_dropout.call(EmbedEvents(items, events)));
        return ToUserVectors(_dropout.call(_projection.call(states)));
    }

    public override EncoderGraphs ToGraphs(int maxLength, bool constant)
    {
        var weights = ToWeights();
        int d = Dimension, wide = constant ? d + 1 : d;
        float[] more = constant ? new float[_stateDimension] : [], one = constant ? [1] : [];
        var gru = new GruEncoderWeights
        {
            Items = Items,
            Events = Events,
            Dimension = wide,
            StateDimension = _stateDimension,
            ItemEmbedding = Widen(weights["items.weight"].Scaled(d), d, wide),
            EventEmbedding = Widen(weights["events.weight"].Scaled(d), d, wide),
            WeightIh = Widen(weights["gru.weight_ih_l0"].Values, d, wide),
            WeightHh = weights["gru.weight_hh_l0"].Values,
            BiasIh = weights["gru.bias_ih_l0"].Values,
            BiasHh = weights["gru.bias_hh_l0"].Values,
            Projection = [.. weights["projection.weight"].Values, .. more],
            ProjectionBias = [.. weights["projection.bias"].Values, .. one],
        };
        return new EncoderGraphs(GruEncoderGraphs.BuildEncode(gru), GruEncoderGraphs.BuildStep(gru), _stateDimension);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gru.Dispose();
            _projection.Dispose();
            _dropout.Dispose();
        }

        base.Dispose(disposing);
    }

    // The GRU's input gets the dimension too, with weights of 0.
    private static float[] Widen(float[] rows, int from, int to)
    {
        var wide = new float[rows.Length / from * to];
        for (var row = 0; row < rows.Length / from; row++)
        {
            rows.AsSpan(row * from, from).CopyTo(wide.AsSpan(row * to));
        }

        return wide;
    }
}
