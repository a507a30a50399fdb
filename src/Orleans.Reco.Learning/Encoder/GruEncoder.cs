using Orleans.Reco.Inference;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// The recurrent user encoder (GRU4Rec: Hidasi et al., ICLR 2016): item and event-type embeddings are added, a GRU (Cho et al., EMNLP
/// 2014) runs over them, and a linear map of its state is the user vector, whose dot product with an item's embedding is its score.
/// </summary>
internal sealed class GruEncoder : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Embedding _items;
    private readonly TorchSharp.Modules.Embedding _events;
    private readonly GRU _gru;
    private readonly Linear _projection;
    private readonly Dropout _dropout;

    public GruEncoder(int items, int events, int dimension, int stateDimension, double dropout)
        : base(nameof(GruEncoder))
    {
        (Items, Events, Dimension, StateDimension) = (items, events, dimension, stateDimension);
        _items = nn.Embedding(items + 1, dimension, padding_idx: 0);
        _events = nn.Embedding(events + 1, dimension, padding_idx: 0);
        _gru = nn.GRU(dimension, stateDimension, batchFirst: true);
        _projection = nn.Linear(stateDimension, dimension);
        _dropout = nn.Dropout(dropout);
        RegisterComponents();
        Initialise();
    }

    public int Items { get; }

    public int Events { get; }

    public int Dimension { get; }

    public int StateDimension { get; }

    /// <summary>Item embeddings without the row of "no item", shape <c>[items, dimension]</c>.</summary>
    public Tensor ItemVectors => _items.weight!.narrow(0, 1, Items);

    /// <summary>User vectors after each event.</summary>
    /// <param name="items">Item indices, shape <c>[batch, length]</c>, padded at the end with 0.</param>
    /// <param name="events">Event indices, same shape.</param>
    /// <returns>Shape <c>[batch, length, dimension]</c>; meaningless at padding.</returns>
    public override Tensor forward(Tensor items, Tensor events)
    {
        var x = _dropout.call(_items.call(items).add(_events.call(events), TorchScalars.One));
        var (states, _) = _gru.call(x);
        return _dropout.call(_projection.call(states));
    }

    /// <summary>Embeddings of the given items, any shape; one row an index.</summary>
    public Tensor Embed(Tensor items) => _items.call(items);

    /// <summary>A copy of the weights as plain arrays.</summary>
    public GruEncoderWeights ToWeights()
    {
        var parameters = named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().cpu().data<float>().ToArray());
        return new GruEncoderWeights
        {
            Items = Items,
            Events = Events,
            Dimension = Dimension,
            StateDimension = StateDimension,
            ItemEmbedding = parameters["_items.weight"],
            EventEmbedding = parameters["_events.weight"],
            WeightIh = parameters["_gru.weight_ih_l0"],
            WeightHh = parameters["_gru.weight_hh_l0"],
            BiasIh = parameters["_gru.bias_ih_l0"],
            BiasHh = parameters["_gru.bias_hh_l0"],
            Projection = parameters["_projection.weight"],
            ProjectionBias = parameters["_projection.bias"],
        };
    }

    /// <summary>Takes weights of the same shapes.</summary>
    public void Load(GruEncoderWeights weights)
    {
        using var noGrad = no_grad();
        var parameters = named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var (name, values) in new[]
        {
            ("_items.weight", weights.ItemEmbedding), ("_events.weight", weights.EventEmbedding), ("_gru.weight_ih_l0", weights.WeightIh),
            ("_gru.weight_hh_l0", weights.WeightHh), ("_gru.bias_ih_l0", weights.BiasIh), ("_gru.bias_hh_l0", weights.BiasHh),
            ("_projection.weight", weights.Projection!), ("_projection.bias", weights.ProjectionBias!),
        })
        {
            using var source = tensor(values, parameters[name].shape);
            _ = parameters[name].copy_(source);
        }
    }

    /// <summary>A copy of all weights, to come back to with <see cref="Restore"/>.</summary>
    public Dictionary<string, Tensor> Snapshot() =>
        named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().clone().DetachFromDisposeScope());

    public void Restore(Dictionary<string, Tensor> snapshot)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in named_parameters())
        {
            _ = parameter.copy_(snapshot[name]);
        }
    }

    // Vectors of about unit length: PyTorch's standard normal would give the tied softmax logits far from 0 at the start.
    private void Initialise()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _ = nn.init.normal_(_items.weight!, 0, 1 / Math.Sqrt(Dimension));
        _ = nn.init.normal_(_events.weight!, 0, 1 / Math.Sqrt(Dimension));
        _ = _items.weight!.narrow(0, 0, 1).zero_();
        _ = _events.weight!.narrow(0, 0, 1).zero_();
        foreach (var (name, parameter) in _gru.named_parameters())
        {
            if (name.StartsWith("weight_hh", StringComparison.Ordinal))
            {
                foreach (var gate in parameter.chunk(3, 0))
                {
                    _ = nn.init.orthogonal_(gate);
                }
            }
            else if (name.StartsWith("weight_ih", StringComparison.Ordinal))
            {
                _ = nn.init.xavier_uniform_(parameter);
            }
            else
            {
                _ = parameter.zero_();
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _items.Dispose();
            _events.Dispose();
            _gru.Dispose();
            _projection.Dispose();
            _dropout.Dispose();
        }

        base.Dispose(disposing);
    }
}
