namespace Orleans.Reco.Learning;

/// <summary>A model under another name.</summary>
internal sealed class NamedModel(string name, IRecommenderModel inner) : IRecommenderModel
{
    public string Name => name;

    public int Items => inner.Items;

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores) => inner.Score(histories, scores);
}
