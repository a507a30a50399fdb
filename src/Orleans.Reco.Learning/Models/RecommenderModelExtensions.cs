namespace Orleans.Reco.Learning;

/// <summary>Lists from scores.</summary>
public static class RecommenderModelExtensions
{
    /// <summary>The best items for a history, best first, without those of the history.</summary>
    /// <returns>At most <paramref name="count"/> item indices, from 1.</returns>
    public static int[] Recommend(this IRecommenderModel model, ReadOnlyMemory<DatasetEvent> history, int count)
    {
        ArgumentNullException.ThrowIfNull(model);
        var scores = new float[model.Items];
        model.Score([history], scores);
        return TopItems.Select(scores, history.Span, candidates: null, count);
    }
}
