namespace Orleans.Reco.Inference;

/// <summary>Scores a batch on the calling thread.</summary>
internal interface IBatchScorer
{
    /// <summary>Scores all queries, or throws: then those whose result was not given have none.</summary>
    /// <param name="queries">The batch.</param>
    /// <param name="done">Given the position of a query and its result, once for each, as soon as it is there.</param>
    void Score(IReadOnlyList<ScoreQuery> queries, Action<int, ScoreResult> done);
}
