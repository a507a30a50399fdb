using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// A gated diagonal linear recurrence, <c>h' = λ h + sqrt(1 − λ²) v</c>, <c>y = x + W (h' · silu(g))</c>, with v and g linear in norm(x),
/// and a <see cref="FeedForward"/>. After Orvieto et al. (LRU, ICML 2023) and Yue et al. (LRURec, WSDM 2024), with real λ in (0,1).
/// </summary>
internal sealed class LinearRecurrentBlock : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _decay;
    private readonly LayerNorm _norm;
    private readonly Linear _in;
    private readonly Linear _out;
    private readonly Dropout _dropout;
    private readonly FeedForward _feedForward;

    public LinearRecurrentBlock(int dimension, int state, int hidden, double dropout)
        : base(nameof(LinearRecurrentBlock))
    {
        _decay = new Parameter(LogitsOfDecays(state));
        register_parameter("decay", _decay);
        _norm = nn.LayerNorm(dimension);
        _in = nn.Linear(dimension, 2 * state);
        _out = nn.Linear(state, dimension);
        _dropout = nn.Dropout(dropout);
        _feedForward = new FeedForward(dimension, hidden, dropout);
        register_module("norm", _norm);
        register_module("in", _in);
        register_module("out", _out);
        register_module("dropout", _dropout);
        register_module("ff", _feedForward);
    }

    /// <param name="x">Shape <c>[batch, length, dimension]</c>.</param>
    public override Tensor forward(Tensor x)
    {
        var parts = _in.call(_norm.call(x)).chunk(2, -1);
        var decay = sigmoid(_decay);
        var kept = decay.mul(decay).neg().add(TorchScalars.One, TorchScalars.One).sqrt();
        var states = Scan(parts[0].mul(kept), decay);
        var y = _out.call(states.mul(nn.functional.silu(parts[1])));
        return _feedForward.call(x.add(_dropout.call(y), TorchScalars.One));
    }

    // All prefixes in log2(length) rounds (Hillis and Steele, CACM 1986): after round r a position has summed 2^r inputs.
    private static Tensor Scan(Tensor states, Tensor decay)
    {
        var length = states.shape[1];
        var factor = decay;
        for (long shift = 1; shift < length; shift *= 2)
        {
            var carried = states.narrow(1, 0, length - shift).mul(factor);
            states = cat(
                [states.narrow(1, 0, shift), states.narrow(1, shift, length - shift).add(carried, TorchScalars.One)], 1);
            factor = factor.mul(factor);
        }

        return states;
    }

    // Memories from one event to fifty, evenly in λ.
    private static Tensor LogitsOfDecays(int state)
    {
        var logits = new float[state];
        for (var i = 0; i < state; i++)
        {
            var decay = 0.02 + 0.96 * (i + 0.5) / state;
            logits[i] = (float)Math.Log(decay / (1 - decay));
        }

        return tensor(logits);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decay.Dispose();
            _norm.Dispose();
            _in.Dispose();
            _out.Dispose();
            _dropout.Dispose();
            _feedForward.Dispose();
        }

        base.Dispose(disposing);
    }
}
