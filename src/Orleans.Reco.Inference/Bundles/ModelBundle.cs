namespace Orleans.Reco.Inference;

/// <summary>A verified bundle, its arrays in memory and its graphs on disk: what <see cref="ServingModel"/> is made of.</summary>
public sealed class ModelBundle
{
    internal ModelBundle(BundleManifest manifest, ItemVocabulary vocabulary, float[] itemVectors, float[] popularity, string encode)
    {
        Manifest = manifest;
        Vocabulary = vocabulary;
        ItemVectors = itemVectors;
        Popularity = popularity;
        Encode = encode;
    }

    /// <summary>What the bundle is.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>The bundle's name.</summary>
    public string Version => Manifest.Version;

    /// <summary>Item ids; the item at position i has vocabulary index i + 1.</summary>
    public IReadOnlyList<string> ItemIds => Vocabulary;

    /// <summary>Item vectors, row-major, shape <c>[items, dimension]</c>.</summary>
    public ReadOnlyMemory<float> ItemVectors { get; }

    /// <summary>Weighted interactions in the training window, shape <c>[items]</c>.</summary>
    public ReadOnlyMemory<float> Popularity { get; }

    /// <summary>Vocabulary indices of neighbours, best first, 0 = none, shape <c>[items, neighbours]</c>.</summary>
    public ReadOnlyMemory<int> Neighbours { get; internal init; }

    /// <summary>Similarities, same shape as <see cref="Neighbours"/>.</summary>
    public ReadOnlyMemory<float> NeighbourScores { get; internal init; }

    internal ItemVocabulary Vocabulary { get; }

    // Paths of graphs, whose hashes were verified: ONNX Runtime reads them itself, without a copy among what is collected.
    internal string Encode { get; }

    internal string? Step { get; init; }

    internal string? Scores { get; init; }

    internal string? Ranker { get; init; }

    internal string? Content { get; init; }

    /// <summary>Reads a bundle's manifest and checks its fields, but not the other files.</summary>
    /// <exception cref="InvalidBundleException">The manifest is missing or not one that this program reads.</exception>
    public static BundleManifest ReadManifest(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new BundleReader(folder).ReadManifest();
    }

    /// <summary>Reads a bundle and verifies it whole: schema, sizes, hashes and shapes.</summary>
    /// <exception cref="InvalidBundleException">A file is missing, damaged or of the wrong shape; names it.</exception>
    public static ModelBundle Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new BundleReader(folder).Read();
    }
}
