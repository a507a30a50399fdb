using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// Causal multi-head self-attention with a learnt bias for each distance (Shaw et al., NAACL 2018; Raffel et al., JMLR 2020), and a
/// <see cref="FeedForward"/>; both pre-normalised and residual.
/// </summary>
internal sealed class AttentionBlock : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly int _heads;
    private readonly Scalar _scale;
    private readonly Parameter _distances;
    private readonly LayerNorm _norm;
    private readonly Linear _queryKeyValue;
    private readonly Linear _out;
    private readonly Dropout _dropout;
    private readonly FeedForward _feedForward;

    public AttentionBlock(int dimension, int maxLength, int heads, int hidden, double dropout)
        : base(nameof(AttentionBlock))
    {
        _heads = heads;
        _scale = 1 / Math.Sqrt((double)dimension / heads);
        _distances = new Parameter(zeros(heads, maxLength));
        register_parameter("distances", _distances);
        _norm = nn.LayerNorm(dimension);
        _queryKeyValue = nn.Linear(dimension, 3 * dimension);
        _out = nn.Linear(dimension, dimension);
        _dropout = nn.Dropout(dropout);
        _feedForward = new FeedForward(dimension, hidden, dropout);
        register_module("norm", _norm);
        register_module("qkv", _queryKeyValue);
        register_module("out", _out);
        register_module("dropout", _dropout);
        register_module("ff", _feedForward);
    }

    /// <param name="x">Shape <c>[batch, length, dimension]</c>.</param>
    /// <param name="distances">Shape <c>[length, length]</c>: how many events back a position looks, negative where it may not.</param>
    public override Tensor forward(Tensor x, Tensor distances)
    {
        long batch = x.shape[0], length = x.shape[1], dimension = x.shape[2];
        var parts = _queryKeyValue.call(_norm.call(x)).chunk(3, -1);
        var query = Heads(parts[0]).mul(_scale);
        var bias = _distances.index_select(1, distances.clamp_min(TorchScalars.Zero).reshape(-1)).reshape(_heads, length, length);
        var weights = query.matmul(Heads(parts[1]).transpose(-2, -1))
            .add(bias, TorchScalars.One)
            .masked_fill(distances.lt(TorchScalars.Zero), TorchScalars.Never);
        var seen = _dropout.call(nn.functional.softmax(weights, -1)).matmul(Heads(parts[2]));
        var joined = seen.transpose(1, 2).reshape(batch, length, dimension);
        return _feedForward.call(x.add(_dropout.call(_out.call(joined)), TorchScalars.One));

        Tensor Heads(Tensor part) => part.reshape(batch, length, _heads, dimension / _heads).transpose(1, 2);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scale.Dispose();
            _distances.Dispose();
            _norm.Dispose();
            _queryKeyValue.Dispose();
            _out.Dispose();
            _dropout.Dispose();
            _feedForward.Dispose();
        }

        base.Dispose(disposing);
    }
}
