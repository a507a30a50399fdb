namespace Orleans.Reco.Inference.Tests;

/// <summary>A temporary folder that is gone after the test.</summary>
internal sealed class BundleFolder : IDisposable
{
    public BundleFolder() => Root = Directory.CreateTempSubdirectory("reco-bundle-").FullName;

    public string Root { get; }

    public static string[] ItemIds(int count) => [.. Enumerable.Range(0, count).Select(i => $"item-{i}")];

    /// <summary>Writes and opens a bundle in a folder of its own.</summary>
    public ModelBundle Bundle(IReadOnlyList<string> itemIds, TestBundleOptions? options = null)
    {
        var folder = Path.Combine(Root, $"bundle-{Directory.GetDirectories(Root).Length}");
        _ = TestBundles.Write(folder, itemIds, options);
        return ModelBundle.Open(folder);
    }

    /// <summary>A bundle whose ranker is another graph.</summary>
    public ModelBundle BundleWithRanker(byte[] graph, int dimension, string[] features)
    {
        var bundle = Bundle(["a", "b"], new TestBundleOptions { Dimension = dimension });
        var ranker = Path.Combine(Root, $"{Guid.NewGuid()}.onnx");
        File.WriteAllBytes(ranker, graph);
        return new ModelBundle(
            bundle.Manifest with { RankerFeatures = features },
            bundle.Vocabulary,
            bundle.ItemVectors.ToArray(),
            bundle.Popularity.ToArray(),
            bundle.Encode)
        {
            Ranker = ranker,
        };
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
