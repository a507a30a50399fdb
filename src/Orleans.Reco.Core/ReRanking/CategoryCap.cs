namespace Orleans.Reco.Core;

/// <summary>
/// Lets no main category take more than its share of the list while there are others to take the places. Items without a
/// category are not capped, nor is a list that was asked for one category.
/// </summary>
internal sealed class CategoryCap(double maxShare) : IReRankingRule
{
    public void Apply(CandidateList list, ReRankingContext context)
    {
        if (maxShare >= 1 || context.Category is not null)
        {
            return;
        }

        var cap = Cap(context.Count);
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var chosen = new List<ScoredCandidate>(list.Items.Count);
        var over = new List<ScoredCandidate>();
        foreach (var candidate in list.Items)
        {
            var category = context.View[candidate.Ordinal]?.Category;
            var count = category is null ? 0 : taken.GetValueOrDefault(category);
            if (count >= cap)
            {
                over.Add(candidate);
                continue;
            }

            chosen.Add(candidate);
            if (category is not null)
            {
                taken[category] = count + 1;
            }
        }

        list.Items.Clear();
        list.Items.AddRange(chosen);
        list.Items.AddRange(over);
        list.Deferred = over.Count;
    }

    internal int Cap(int count) => Math.Max(1, (int)Math.Ceiling(maxShare * count));
}
