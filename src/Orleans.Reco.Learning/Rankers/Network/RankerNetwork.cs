using Orleans.Reco.Inference;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// A ranker as a sum of terms on the same inputs; <see cref="RankerArchitecture"/> says which, <see cref="RankerWeights"/> gives the
/// formulas.
/// </summary>
internal sealed class RankerNetwork : nn.Module<RankerInputs, Tensor>
{
    private const int ScoringBatch = 2_048;

    private static readonly Scalar Half = 0.5f;
    private static readonly Scalar MinusOne = -1f;

    private readonly RankerLayout _layout;
    private readonly bool _factorisation;
    private readonly bool _dropsBetweenLayers;
    private readonly TorchSharp.Modules.Embedding? _weights;
    private readonly Linear? _wide;
    private readonly TorchSharp.Modules.Embedding? _embeddings;
    private readonly TorchSharp.Modules.Embedding? _signals;
    private readonly Linear? _attention;
    private readonly Linear? _attentionOutput;
    private readonly ModuleList<Linear> _deep = new();
    private readonly ModuleList<Linear> _cross = new();
    private readonly Linear? _crossOutput;
    private readonly Dropout _dropout;

    public RankerNetwork(RankerLayout layout, RankerArchitecture architecture)
        : base(nameof(RankerNetwork))
    {
        (_layout, _factorisation, _dropsBetweenLayers) = (layout, architecture.Factorisation, architecture.DropsBetweenLayers);
        var numbers = layout.Scale.Length;
        var d = architecture.Dimension;
        _dropout = nn.Dropout(architecture.Dropout);
        if (architecture.Linear)
        {
            // The layer has a bias even where there are no numbers.
            _weights = nn.Embedding(layout.Ids, 1);
            _wide = nn.Linear(Math.Max(1, numbers), 1);
        }

        if (d > 0)
        {
            _embeddings = nn.Embedding(layout.Ids, d);
            if (architecture.AttentionUnits > 0)
            {
                _signals = nn.Embedding(layout.Signals, d);
                _attention = nn.Linear(3 * d, architecture.AttentionUnits);
                _attentionOutput = nn.Linear(architecture.AttentionUnits, 1);
            }
        }

        var width = (layout.Fields.Length * d) + numbers + (architecture.AttentionUnits > 0 ? d : 0);
        if (architecture.Hidden.Count > 0)
        {
            int[] units = [width, .. architecture.Hidden, 1];
            for (var i = 0; i + 1 < units.Length; i++)
            {
                _deep.Add(nn.Linear(units[i], units[i + 1]));
            }
        }

        for (var i = 0; i < architecture.CrossLayers; i++)
        {
            _cross.Add(nn.Linear(width, width));
        }

        _crossOutput = architecture.CrossLayers > 0 ? nn.Linear(width, 1) : null;
        RegisterComponents();
        Initialise();
    }

    /// <summary>Logits, shape <c>[batch]</c>.</summary>
    public override Tensor forward(RankerInputs inputs)
    {
        var logit = _weights is null ? null : Wide(inputs);
        var parts = new List<Tensor>();
        var embedded = _embeddings?.call(inputs.Ids);
        if (embedded is not null)
        {
            logit = _factorisation ? Plus(logit, Pairs(embedded)) : logit;
            parts.Add(embedded.flatten(1));
        }

        if (inputs.Numbers is not null)
        {
            parts.Add(inputs.Numbers);
        }

        if (_attention is not null)
        {
            parts.Add(Interest(embedded!.select(1, _layout.ItemField), inputs));
        }

        if (_deep.Count == 0 && _crossOutput is null)
        {
            return logit!.squeeze(1);
        }

        var x = parts.Count == 1 ? parts[0] : cat(parts, 1);
        logit = _deep.Count > 0 ? Plus(logit, Deep(x)) : logit;
        logit = _crossOutput is not null ? Plus(logit, Crossed(x)) : logit;
        return logit!.squeeze(1);
    }

    /// <summary>Probabilities of all rows, without dropout.</summary>
    public float[] Probabilities(RankerRows rows)
    {
        using var noGrad = no_grad();
        eval();
        var scores = new float[rows.Count];
        var order = Enumerable.Range(0, rows.Count).ToArray();
        for (var from = 0; from < rows.Count; from += ScoringBatch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(ScoringBatch, rows.Count - from);
            call(rows.Batch(order.AsSpan(from, count))).sigmoid().data<float>().CopyTo(scores.AsSpan(from, count));
        }

        return scores;
    }

    /// <summary>A copy of the weights as plain arrays. Call it within a dispose scope.</summary>
    public RankerWeights ToWeights() => new()
    {
        Fields = [.. _layout.Fields.Select(f => new RankerField(f.Name, f.Size))],
        Dimension = _embeddings is null ? 0 : (int)_embeddings.weight!.shape[1],
        Embeddings = _embeddings is null ? [] : Values(_embeddings.weight!),
        NumberScale = _layout.Scale,
        NumberShift = _layout.Shift,
        Linear = _weights is null
            ? null
            : new RankerLinearWeights(
                Values(_weights.weight!), _layout.Scale.Length > 0 ? Values(_wide!.weight!) : [], Values(_wide!.bias!)[0]),
        Factorisation = _factorisation,
        Deep = [.. _deep.Select(Dense)],
        Cross = [.. _cross.Select(Dense)],
        CrossOutput = _crossOutput is null ? null : Dense(_crossOutput),
        Interest = _attention is null
            ? null
            : new RankerInterestWeights(_layout.ItemField, Values(_signals!.weight!), Dense(_attention), Dense(_attentionOutput!)),
    };

    private Tensor Wide(RankerInputs inputs)
    {
        var ids = _weights!.call(inputs.Ids).sum(1);
        return inputs.Numbers is null ? Plus(ids, _wide!.bias!) : Plus(ids, _wide!.call(inputs.Numbers));
    }

    private static Tensor Pairs(Tensor embedded)
    {
        var sum = embedded.sum(1);
        return sum.mul(sum).add(embedded.mul(embedded).sum(1), MinusOne).sum(1, keepdim: true).mul(Half);
    }

    private Tensor Interest(Tensor item, RankerInputs inputs)
    {
        var past = Plus(_embeddings!.call(inputs.PastItems!), _signals!.call(inputs.PastSignals!));
        var rows = item.unsqueeze(1).expand_as(past);
        var hidden = nn.functional.relu(_attention!.call(cat([past, rows, past.mul(rows)], 2)));
        return past.mul(_attentionOutput!.call(hidden).mul(inputs.PastMask!)).sum(1);
    }

    private Tensor Deep(Tensor x)
    {
        x = _dropout.call(x);
        for (var i = 0; i < _deep.Count - 1; i++)
        {
            x = nn.functional.relu(_deep[i].call(x));
            x = _dropsBetweenLayers ? _dropout.call(x) : x;
        }

        return _deep[^1].call(x);
    }

    private Tensor Crossed(Tensor x)
    {
        var crossed = x;
        foreach (var layer in _cross)
        {
            crossed = Plus(x.mul(layer.call(crossed)), crossed);
        }

        return _crossOutput!.call(crossed);
    }

    private static Tensor Plus(Tensor? sum, Tensor term) => sum is null ? term : sum.add(term, TorchScalars.One);

    // Embeddings start small, so that the first steps are those of the numbers and the biases.
    private void Initialise()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (_weights is not null)
        {
            _ = _weights.weight!.zero_();
        }

        foreach (var table in new[] { _embeddings, _signals })
        {
            if (table is not null)
            {
                _ = nn.init.normal_(table.weight!, 0, 0.05);
            }
        }
    }

    private static DenseLayer Dense(Linear layer) => new(
        (int)layer.weight!.shape[1], (int)layer.weight!.shape[0], Values(layer.weight!), Values(layer.bias!));

    private static float[] Values(Tensor parameter) => parameter.detach().cpu().data<float>().ToArray();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var module in new nn.Module?[]
            {
                _weights, _wide, _embeddings, _signals, _attention, _attentionOutput, _deep, _cross, _crossOutput, _dropout,
            })
            {
                module?.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
