namespace Orleans.Reco.Core;

/// <summary>Removes what must not be shown, and repetitions.</summary>
internal sealed class AvailabilityRule : IReRankingRule
{
    public void Apply(CandidateList list, ReRankingContext context)
    {
        var seen = new HashSet<int>(list.Items.Count);
        list.Items.RemoveAll(candidate => !context.Allows(candidate.Ordinal) || !seen.Add(candidate.Ordinal));
    }
}
