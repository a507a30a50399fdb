namespace Orleans.Reco.Grains;

/// <summary>A slot of the scoring pool. Key: the slot's number. Calls nobody.</summary>
[Alias("reco.IScorerGrain")]
internal interface IScorerGrain : IGrainWithIntegerKey
{
    /// <summary>Retrieves and ranks for one user, in a batch with whoever else asks now.</summary>
    /// <exception cref="RecoUnavailableException">The slot's queue is full.</exception>
    [Alias("Score")]
    [ResponseTimeout("00:00:02")]
    Task<ScoreResult> Score(ScoreQuery query);
}
