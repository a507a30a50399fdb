using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>
/// A user encoder: item and event-type embeddings are added, something runs over the sequence, and after each event there is a user
/// vector, whose dot product with an item's embedding is that item's score. Input and output share the item embeddings.
/// </summary>
internal abstract class SequenceEncoder : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>The standard deviation of fresh embeddings.</summary>
    protected const double InitialScale = 0.02;

    private readonly TorchSharp.Modules.Embedding _items;
    private readonly TorchSharp.Modules.Embedding _events;

    private readonly Scalar _inputScale;
    private Scalar? _sharpness;

    protected SequenceEncoder(string name, int items, int events, int dimension)
        : base(name)
    {
        (Items, Events, Dimension) = (items, events, dimension);
        _inputScale = Math.Sqrt(dimension);
        _items = Register("items", nn.Embedding(items + 1, dimension, padding_idx: 0));
        _events = Register("events", nn.Embedding(events + 1, dimension, padding_idx: 0));
        using var noGrad = no_grad();
        foreach (var embedding in new[] { _items, _events })
        {
            // Logits near 0 at the start: what larger vectors say by chance takes many epochs to unlearn. The sequence sees them scaled.
            _ = nn.init.normal_(embedding.weight!, 0, InitialScale);
            using var padding = embedding.weight!.narrow(0, 0, 1);
            _ = padding.zero_();
        }
    }

    public int Items { get; }

    public int Events { get; }

    public int Dimension { get; }

    /// <summary>
    /// 0 = a score is the dot product of user vector and item embedding. Above 0 = it is their cosine divided by this temperature. To be
    /// set before training.
    /// </summary>
    public double Temperature { get; init; }

    /// <summary>Item vectors, shape <c>[items, dimension]</c>.</summary>
    public Tensor ItemVectors => ToItemVectors(_items.weight!.narrow(0, 1, Items));

    /// <summary>User vectors after each event.</summary>
    /// <param name="items">Item indices, shape <c>[batch, length]</c>, padded at the end with 0.</param>
    /// <param name="events">Event indices, same shape.</param>
    /// <returns>Shape <c>[batch, length, dimension]</c>; meaningless at padding.</returns>
    public abstract override Tensor forward(Tensor items, Tensor events);

    /// <summary>The graphs that serve the encoder, for histories of at most so many events.</summary>
    /// <param name="maxLength">Events of a history.</param>
    /// <param name="constant">True = user vectors get one more dimension, which is always 1.</param>
    public abstract EncoderGraphs ToGraphs(int maxLength, bool constant);

    /// <summary>Vectors of the given items, any shape; one row an index.</summary>
    public Tensor ItemVectorsOf(Tensor items) => ToItemVectors(_items.call(items));

    /// <summary>The same as a plain array, row-major, shape <c>[items, dimension]</c>.</summary>
    public float[] ToItemVectors()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return ItemVectors.contiguous().data<float>().ToArray();
    }

    /// <summary>All weights by name.</summary>
    public Dictionary<string, WeightArray> ToWeights() => named_parameters().ToDictionary(
        p => p.name,
        p =>
        {
            using var plain = p.parameter.detach().cpu().contiguous();
            return new WeightArray(plain.shape, plain.data<float>().ToArray());
        },
        StringComparer.Ordinal);

    /// <summary>Takes weights of the same names and shapes.</summary>
    public void Load(IReadOnlyDictionary<string, WeightArray> weights)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in named_parameters())
        {
            if (!weights.TryGetValue(name, out var weight) || !weight.Shape.SequenceEqual(parameter.shape))
            {
                throw new DatasetException(
                    name, $"has no weights of shape [{string.Join(", ", parameter.shape)}]; the model was made with other hyper-parameters.");
            }

            using var source = tensor(weight.Values, weight.Shape);
            _ = parameter.copy_(source);
        }
    }

    /// <summary>What goes into the sequence: item plus event embedding, times the root of the dimension, shape <c>[batch, length, dimension]</c>.</summary>
    protected Tensor EmbedEvents(Tensor items, Tensor events) =>
        _items.call(items).add(_events.call(events), TorchScalars.One).mul(_inputScale);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _items.Dispose();
            _events.Dispose();
            _inputScale.Dispose();
            _sharpness?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A user vector from what the sequence came to, any shape.</summary>
    protected Tensor ToUserVectors(Tensor x)
    {
        if (Temperature == 0)
        {
            return x;
        }

        _sharpness ??= 1 / Temperature;
        return nn.functional.normalize(x, 2, -1).mul(_sharpness);
    }

    private Tensor ToItemVectors(Tensor embeddings) => Temperature == 0 ? embeddings : nn.functional.normalize(embeddings, 2, -1);

    /// <summary>Makes a module part of this one.</summary>
    protected T Register<T>(string name, T module)
        where T : nn.Module
    {
        register_module(name, module);
        return module;
    }
}
