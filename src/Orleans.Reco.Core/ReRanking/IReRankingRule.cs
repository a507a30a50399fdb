namespace Orleans.Reco.Core;

/// <summary>One step from the ranked list to the one that is shown. Rules keep no state and may be used by many threads.</summary>
internal interface IReRankingRule
{
    /// <summary>Reorders, removes or adds.</summary>
    void Apply(CandidateList list, ReRankingContext context);
}
