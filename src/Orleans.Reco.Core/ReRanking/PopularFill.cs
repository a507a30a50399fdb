namespace Orleans.Reco.Core;

/// <summary>Fills a list that is too short with popular items.</summary>
internal sealed class PopularFill : IReRankingRule
{
    public void Apply(CandidateList list, ReRankingContext context)
    {
        if (list.Items.Count >= context.Count || context.Rankings is null)
        {
            return;
        }

        var known = list.Items.Select(candidate => candidate.Ordinal).ToHashSet();
        var lowest = list.Items.Count == 0 ? 0 : list.Items.Min(candidate => candidate.Score);
        foreach (var ordinal in context.Rankings.Popular(context.Category))
        {
            if (list.Items.Count >= context.Count)
            {
                return;
            }

            if (context.Allows(ordinal) && known.Add(ordinal))
            {
                list.Items.Add(new ScoredCandidate(ordinal, lowest, HistoryEvent.NoItem, CandidateSource.Popular));
                list.Deferred++;
            }
        }
    }
}
