using Orleans.Reco.Inference;
using TorchSharp;

namespace Orleans.Reco.Learning;

/// <summary>A trained content tower: item vectors from content alone, in the space of a model that learnt from interactions.</summary>
public sealed class ContentTower
{
    /// <summary>Fewer items with content are too few to learn from.</summary>
    public const int MinItems = 20;

    internal ContentTower(ContentTowerWeights weights, int epochs, double validationNdcg, double validationHitRate)
    {
        (Weights, Epochs, ValidationNdcg, ValidationHitRate) = (weights, epochs, validationNdcg, validationHitRate);
    }

    /// <summary>The weights.</summary>
    public ContentTowerWeights Weights { get; }

    /// <summary>The epochs that were best on held-out items, and that the tower was then trained for on all of them.</summary>
    public int Epochs { get; }

    /// <summary>NDCG@10 among the held-out items at that epoch, [0,1].</summary>
    public double ValidationNdcg { get; }

    /// <summary>Hit rate@10 among the held-out items at that epoch, [0,1].</summary>
    public double ValidationHitRate { get; }

    /// <summary>Learns a tower, or gives null where fewer than <see cref="MinItems"/> items have content.</summary>
    /// <remarks>Torch's threads belong to the process: not while something else trains in it.</remarks>
    /// <param name="contents">Contents by item id; items without an entry are not learnt from.</param>
    /// <param name="data">The interactions.</param>
    /// <param name="before">Events from this time on are not learnt from, seconds since 1970-01-01 UTC.</param>
    /// <param name="space">The model whose vectors are imitated; its items are those of <paramref name="data"/>.</param>
    /// <param name="options">Hyper-parameters.</param>
    /// <param name="outOfTime">Asked after each epoch; true ends training with what there is. Null = never.</param>
    /// <param name="cancellationToken">Ends training between two batches.</param>
    /// <exception cref="DatasetException">An option is outside its range.</exception>
    public static ContentTower? Fit(
        IReadOnlyDictionary<string, ItemContent> contents,
        InteractionDataset data,
        long before,
        VectorSpace space,
        ContentTowerOptions? options = null,
        Func<bool>? outOfTime = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(space);
        options = (options ?? new ContentTowerOptions()).Validate();
        if (data.Items.Count(contents.ContainsKey) < MinItems)
        {
            return null;
        }

        torch.set_num_threads(Parallelism.Threads(options.TorchThreads));
        var moments = ContentMoments.Sample(data, before, space, options, cancellationToken);
        return moments.Count == 0
            ? null
            : new ContentTowerTrainer(contents, data.Items, space, moments, options, cancellationToken)
                .Train(outOfTime ?? (() => false))
                .Times((float)options.Level);
    }

    /// <summary>This tower with its vectors multiplied, see <see cref="ContentTowerOptions.Level"/>.</summary>
    public ContentTower Times(float level)
    {
        float[] Scaled(float[] values) => Array.ConvertAll(values, v => level * v);
        var scaled = Weights with { Embedding = Scaled(Weights.Embedding), Numbers = Scaled(Weights.Numbers), Bias = Scaled(Weights.Bias) };
        return new ContentTower(scaled, Epochs, ValidationNdcg, ValidationHitRate);
    }

    /// <summary>Vectors of items, row-major, shape <c>[contents, dimension]</c>.</summary>
    public float[] Encode(IReadOnlyList<ItemContent> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        using var module = new ContentTowerModule(Weights);
        return module.Vectors(new ContentInputs(contents, Weights.Spec, Weights.TokenWeights), [.. Enumerable.Range(0, contents.Count)]);
    }

    /// <summary>The graph of <see cref="BundleFiles.Content"/>.</summary>
    public byte[] ToGraph() => ContentTowerGraph.Build(Weights);
}
