namespace Orleans.Reco.Inference;

/// <summary>Scores a batch on the calling thread.</summary>
internal interface IBatchScorer
{
    /// <summary>Scores all queries or throws.</summary>
    /// <returns>A result for each query, in order.</returns>
    ScoreResult[] Score(IReadOnlyList<ScoreQuery> queries);
}
