using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// Caser (Tang and Wang, WSDM 2018) at every position: horizontal filters of several heights over the last events, max-pooled, and
/// vertical filters that weigh the events; a linear map of both is the user vector. Without Caser's vector for each user, so that a
/// user who was not trained on is no special case.
/// </summary>
/// <remarks>
/// The filters are linear layers over unfolded windows: the convolutions of TorchSharp 0.107 gave wrong numbers on some processors.
/// </remarks>
internal sealed class ConvolutionalEncoder : SequenceEncoder
{
    private readonly int _window;
    private readonly Linear[] _horizontal;
    private readonly Linear _vertical;
    private readonly Linear _out;
    private readonly Dropout _dropout;
    private readonly LayerNorm _norm;

    public ConvolutionalEncoder(int items, int events, int dimension, int window, int filters, int verticalFilters, double dropout)
        : base(nameof(ConvolutionalEncoder), items, events, dimension)
    {
        _window = window;
        _horizontal =
        [
            .. Enumerable.Range(1, window).Select(height => Register($"horizontal{height}", nn.Linear(dimension * height, filters))),
        ];
        _vertical = Register("vertical", nn.Linear(window, verticalFilters));
        _out = Register("out", nn.Linear(window * filters + verticalFilters * dimension, dimension));
        _dropout = Register("dropout", nn.Dropout(dropout));
        _norm = Register("norm", nn.LayerNorm(dimension));
    }

    public override Tensor forward(Tensor items, Tensor events)
    {
        long batch = items.shape[0], length = items.shape[1];
        var x = _dropout.call(EmbedEvents(items, events)).transpose(1, 2);
        var padded = nn.functional.pad(x, [_window - 1, 0]);
        var parts = new List<Tensor>();
        for (var height = 1; height <= _horizontal.Length; height++)
        {
            var rows = padded.unfold(2, height, 1).transpose(1, 2).reshape(batch, -1, Dimension * height);
            var filtered = nn.functional.relu(_horizontal[height - 1].call(rows));
            parts.Add(filtered.unfold(1, _window - height + 1, 1).amax([-1]));
        }

        var vertical = _vertical.call(padded.unfold(2, _window, 1));
        parts.Add(vertical.transpose(1, 2).reshape(batch, length, -1));
        return ToUserVectors(_norm.call(_out.call(_dropout.call(cat(parts, 2)))));
    }

    public override EncoderGraphs ToGraphs(int maxLength, bool constant) =>
        new(ConvolutionalEncoderGraph.Build(ToWeights(), Dimension, _window, constant, Temperature), [], 0);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Array.ForEach(_horizontal, c => c.Dispose());
            _vertical.Dispose();
            _out.Dispose();
            _dropout.Dispose();
            _norm.Dispose();
        }

        base.Dispose(disposing);
    }
}
