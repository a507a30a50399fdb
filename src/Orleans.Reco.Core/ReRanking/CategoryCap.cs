namespace Orleans.Reco.Core;

/// <summary>
/// Lets no main category take more than its share of the list while there are others to take the places. Items without a
/// category are not capped, nor is a list that was asked for one category.
/// </summary>
internal sealed class CategoryCap(double maxShare) : IReRankingRule
{
    [ThreadStatic]
    private static Dictionary<string, int>? _taken;

    [ThreadStatic]
    private static List<ScoredCandidate>? _over;

    public void Apply(CandidateList list, ReRankingContext context)
    {
        if (maxShare >= 1 || context.Category is not null)
        {
            return;
        }

        // Nothing below the places that are shown matters any more: most of the list is never looked at.
        var cap = Cap(context.Count);
        var taken = _taken ??= new(StringComparer.Ordinal);
        var over = _over ??= [];
        taken.Clear();
        over.Clear();
        var items = list.Items;
        var kept = 0;
        for (var i = 0; i < items.Count && kept < context.Count; i++)
        {
            var category = context.View[items[i].Ordinal]?.Category;
            var count = category is null ? 0 : taken.GetValueOrDefault(category);
            if (count >= cap)
            {
                over.Add(items[i]);
                continue;
            }

            items[kept++] = items[i];
            if (category is not null)
            {
                taken[category] = count + 1;
            }
        }

        items.RemoveRange(kept, items.Count - kept);
        items.AddRange(over);
        list.Deferred = over.Count;
    }

    internal int Cap(int count) => Math.Max(1, (int)Math.Ceiling(maxShare * count));
}
