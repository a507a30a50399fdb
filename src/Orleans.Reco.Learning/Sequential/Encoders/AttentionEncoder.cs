using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// SASRec (Kang and McAuley, ICDM 2018): causal self-attention over the last events with learnt positions, counted from the oldest.
/// </summary>
internal sealed class AttentionEncoder : SequenceEncoder
{
    private readonly int _heads;
    private readonly int _maxLength;
    private readonly Parameter _positions;
    private readonly Dropout _dropout;
    private readonly AttentionBlock[] _blocks;
    private readonly LayerNorm _norm;
    private readonly Tensor _future;

    public AttentionEncoder(int items, int events, int dimension, int maxLength, int blocks, int heads, int hidden, double dropout)
        : base(nameof(AttentionEncoder), items, events, dimension)
    {
        (_heads, _maxLength) = (heads, maxLength);
        _positions = new Parameter(zeros(maxLength, dimension));
        register_parameter("positions", _positions);
        _ = nn.init.normal_(_positions, 0, InitialScale);
        _dropout = Register("dropout", nn.Dropout(dropout));
        _blocks =
        [
            .. Enumerable.Range(0, blocks).Select(i => Register($"block{i}", new AttentionBlock(dimension, heads, hidden, dropout))),
        ];
        _norm = Register("norm", nn.LayerNorm(dimension));
        _future = ones(maxLength, maxLength).triu(1).to(ScalarType.Bool).DetachFromDisposeScope();
    }

    public override Tensor forward(Tensor items, Tensor events)
    {
        var length = items.shape[1];
        var future = _future.narrow(0, 0, length).narrow(1, 0, length);
        var x = _dropout.call(EmbedEvents(items, events).add(_positions.narrow(0, 0, length), TorchScalars.One));
        foreach (var block in _blocks)
        {
            x = block.call(x, future);
        }

        return ToUserVectors(_norm.call(x));
    }

    public override EncoderGraphs ToGraphs(int maxLength, bool constant) => new(
        AttentionEncoderGraph.Build(ToWeights(), Math.Min(maxLength, _maxLength), _blocks.Length, _heads, constant, Temperature), [], 0);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _positions.Dispose();
            _dropout.Dispose();
            Array.ForEach(_blocks, b => b.Dispose());
            _norm.Dispose();
            _future.Dispose();
        }

        base.Dispose(disposing);
    }
}
