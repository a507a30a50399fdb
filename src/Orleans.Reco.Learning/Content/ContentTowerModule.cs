using Orleans.Reco.Inference;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>The tower on the TorchSharp side; see <see cref="ContentTowerWeights"/> for the formula.</summary>
internal sealed class ContentTowerModule : IDisposable
{
    private readonly EmbeddingBag _embedding;
    private readonly Parameter _numbers;
    private readonly Parameter _bias;

    /// <summary>All zeros: an item without anything known of it stays at the bias.</summary>
    public ContentTowerModule(int buckets, int dimension)
    {
        Dimension = dimension;
        _embedding = nn.EmbeddingBag_from_pretrained(zeros(buckets, dimension), freeze: false, mode: EmbeddingBagMode.Sum);
        _numbers = nn.Parameter(zeros(ContentFeatures.NumberCount, dimension));
        _bias = nn.Parameter(zeros(dimension));
    }

    public ContentTowerModule(ContentTowerWeights weights)
    {
        Dimension = weights.Dimension;
        _embedding = nn.EmbeddingBag_from_pretrained(
            tensor(weights.Embedding, [weights.Spec.Buckets, Dimension]), freeze: false, mode: EmbeddingBagMode.Sum);
        _numbers = nn.Parameter(tensor(weights.Numbers, [ContentFeatures.NumberCount, Dimension]));
        _bias = nn.Parameter(tensor(weights.Bias));
    }

    public int Dimension { get; }

    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters =>
        [("embedding", _embedding.weight!), ("numbers", _numbers), ("bias", _bias)];

    /// <summary>Vectors of some items, shape <c>[items, dimension]</c>.</summary>
    public Tensor Forward(ContentInputs inputs, ReadOnlySpan<int> items, double dropout = 0, Random? random = null)
    {
        var (tokens, starts, weights, numbers) = inputs.Rows(items, dropout, random);
        var text = _embedding.call(tensor(tokens), tensor(starts), tensor(weights));
        var rest = tensor(numbers, [items.Length, ContentFeatures.NumberCount]).matmul(_numbers).add(_bias, TorchScalars.One);
        return text.add(rest, TorchScalars.One);
    }

    public float[] Vectors(ContentInputs inputs, ReadOnlySpan<int> items)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Forward(inputs, items).data<float>().ToArray();
    }

    public ContentTowerWeights ToWeights(ContentSpec spec, float[] tokenWeights) => new()
    {
        Spec = spec,
        Dimension = Dimension,
        TokenWeights = tokenWeights,
        Embedding = Values(_embedding.weight!),
        Numbers = Values(_numbers),
        Bias = Values(_bias),
    };

    public void Dispose()
    {
        _embedding.Dispose();
        _numbers.Dispose();
        _bias.Dispose();
    }

    private static float[] Values(Parameter parameter)
    {
        using var scope = NewDisposeScope();
        return parameter.detach().data<float>().ToArray();
    }
}
