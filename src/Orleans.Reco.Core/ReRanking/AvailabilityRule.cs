namespace Orleans.Reco.Core;

/// <summary>Removes what must not be shown, and repetitions.</summary>
internal sealed class AvailabilityRule : IReRankingRule
{
    [ThreadStatic]
    private static HashSet<int>? _seen;

    public void Apply(CandidateList list, ReRankingContext context)
    {
        // One set for each thread: of all that a request needs for a moment, this is the largest.
        var seen = _seen ??= [];
        seen.Clear();
        var items = list.Items;
        var kept = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (context.Allows(items[i].Ordinal) && seen.Add(items[i].Ordinal))
            {
                items[kept++] = items[i];
            }
        }

        items.RemoveRange(kept, items.Count - kept);
    }
}
