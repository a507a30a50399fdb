using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Scores with a bundle's ONNX graph of all items' scores, as serving does.</summary>
internal sealed class BundleScoresModel(ModelBundle bundle, ScoresSession session) : IRecommenderModel
{
    public string Name => bundle.Manifest.Architecture;

    public int Items => bundle.ItemIds.Count;

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        int[] items = [.. histories.SelectMany(h => h.ToArray()).Select(e => e.Item)];
        session.Score(items, [.. histories.Select(h => h.Length)], scores.Span[..(histories.Count * Items)]);
    }
}
