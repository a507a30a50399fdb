using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// The default encoder: <see cref="LinearRecurrentBlock"/>s, trained in parallel over the sequence and served at O(dimension²) for each
/// new event, whatever the length of the history.
/// </summary>
internal sealed class LinearRecurrentEncoder : SequenceEncoder
{
    private readonly int _state;
    private readonly Dropout _dropout;
    private readonly LinearRecurrentBlock[] _blocks;
    private readonly LayerNorm _norm;

    public LinearRecurrentEncoder(int items, int events, int dimension, int state, int blocks, int hidden, double dropout)
        : base(nameof(LinearRecurrentEncoder), items, events, dimension)
    {
        _state = state;
        _dropout = Register("dropout", nn.Dropout(dropout));
        _blocks =
        [
            .. Enumerable.Range(0, blocks).Select(i => Register($"block{i}", new LinearRecurrentBlock(dimension, state, hidden, dropout))),
        ];
        _norm = Register("norm", nn.LayerNorm(dimension));
    }

    public override Tensor forward(Tensor items, Tensor events)
    {
        var x = _dropout.call(EmbedEvents(items, events));
        foreach (var block in _blocks)
        {
            x = block.call(x);
        }

        return ToUserVectors(_norm.call(x));
    }

    public override EncoderGraphs ToGraphs(int maxLength, bool constant)
    {
        var graphs = new LinearRecurrentEncoderGraphs(ToWeights(), Dimension, _state, _blocks.Length, constant, Temperature);
        return new EncoderGraphs(graphs.BuildEncode(maxLength), graphs.BuildStep(), graphs.StateDimension);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _dropout.Dispose();
            Array.ForEach(_blocks, b => b.Dispose());
            _norm.Dispose();
        }

        base.Dispose(disposing);
    }
}
