namespace Orleans.Reco.Learning;

/// <summary>
/// What serving ranks by: <c>user · item + w · knn(item)</c> with <c>knn(i) = Σ 0.8^age · sim(j, i)</c> over the last 10 positive events
/// j of the history, age 0 being the last one.
/// </summary>
internal sealed class NeighbourBlendModel(
    IRecommenderModel encoder, BundleNeighbours neighbours, InteractionDataset dataset, float weight) : IRecommenderModel
{
    private const int Events = 10;
    private const float Decay = 0.8f;

    public string Name => "served";

    public int Items => encoder.Items;

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        encoder.Score(histories, scores);
        for (var row = 0; row < histories.Count; row++)
        {
            Add(histories[row].Span, scores.Span.Slice(row * Items, Items));
        }
    }

    private void Add(ReadOnlySpan<DatasetEvent> history, Span<float> scores)
    {
        var (left, factor) = (Events, weight);
        for (var at = history.Length - 1; at >= 0 && left > 0 && weight != 0; at--)
        {
            if (dataset.WeightOf(history[at]) <= 0)
            {
                continue;
            }

            var start = (history[at].Item - 1) * neighbours.Width;
            for (var n = start; n < start + neighbours.Width; n++)
            {
                if (neighbours.Indices[n] > 0)
                {
                    scores[neighbours.Indices[n] - 1] += factor * neighbours.Similarities[n];
                }
            }

            factor *= Decay;
            left--;
        }
    }
}
