using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>The position-wise part of a block, pre-normalised: <c>x + W₂ gelu(W₁ norm(x))</c> (Vaswani et al., NeurIPS 2017).</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm _norm;
    private readonly Linear _in;
    private readonly Linear _out;
    private readonly Dropout _dropout;

    public FeedForward(int dimension, int hidden, double dropout)
        : base(nameof(FeedForward))
    {
        _norm = nn.LayerNorm(dimension);
        _in = nn.Linear(dimension, hidden);
        _out = nn.Linear(hidden, dimension);
        _dropout = nn.Dropout(dropout);
        register_module("norm", _norm);
        register_module("in", _in);
        register_module("out", _out);
        register_module("dropout", _dropout);
    }

    public override Tensor forward(Tensor x) =>
        x.add(_dropout.call(_out.call(_dropout.call(nn.functional.gelu(_in.call(_norm.call(x)))))), TorchScalars.One);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _norm.Dispose();
            _in.Dispose();
            _out.Dispose();
            _dropout.Dispose();
        }

        base.Dispose(disposing);
    }
}
