using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// SASRec (Kang and McAuley, ICDM 2018): causal self-attention over the last events. Where an event stands is told by its distance, and
/// by a learnt position counted from the oldest.
/// </summary>
internal sealed class AttentionEncoder : SequenceEncoder
{
    private readonly int _heads;
    private readonly int _maxLength;
    private readonly Parameter _positions;
    private readonly Dropout _dropout;
    private readonly AttentionBlock[] _blocks;
    private readonly LayerNorm _norm;
    private readonly Tensor _distances;

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
            .. Enumerable.Range(0, blocks).Select(i => Register($"block{i}", new AttentionBlock(dimension, maxLength, heads, hidden, dropout))),
        ];
        _norm = Register("norm", nn.LayerNorm(dimension));
        _distances = tensor(Distances(maxLength), [maxLength, maxLength]).DetachFromDisposeScope();
    }

    public override Tensor forward(Tensor items, Tensor events)
    {
        var length = items.shape[1];
        var distances = _distances.narrow(0, 0, length).narrow(1, 0, length);
        var x = _dropout.call(EmbedEvents(items, events).add(_positions.narrow(0, 0, length), TorchScalars.One));
        foreach (var block in _blocks)
        {
            x = block.call(x, distances);
        }

        return ToUserVectors(_norm.call(x));
    }

    public override EncoderGraphs ToGraphs(int maxLength, bool constant) => new(
        AttentionEncoderGraph.Build(ToWeights(), Math.Min(maxLength, _maxLength), _blocks.Length, _heads, constant, Temperature), [], 0);

    private static long[] Distances(int length) =>
        [.. Enumerable.Range(0, length * length).Select(i => (long)(i / length) - (i % length))];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _positions.Dispose();
            _dropout.Dispose();
            Array.ForEach(_blocks, b => b.Dispose());
            _norm.Dispose();
            _distances.Dispose();
        }

        base.Dispose(disposing);
    }
}
