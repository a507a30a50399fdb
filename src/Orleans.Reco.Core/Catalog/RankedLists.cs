namespace Orleans.Reco.Core;

/// <summary>One order of items: the list of all and the list of each category.</summary>
internal sealed class RankedLists
{
    private readonly int[] _all;
    private readonly int[][] _byCategory;

    private RankedLists(int[] all, int[][] byCategory) => (_all, _byCategory) = (all, byCategory);

    /// <summary>Sorts by score, highest first, ties by lower ordinal; only scores above the bound.</summary>
    public static RankedLists Of(CategoryTable items, float[] scores, float above, int depth)
    {
        var order = new List<ulong>(scores.Length);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > above)
            {
                order.Add(ScoreKey.Of(scores[i], i));
            }
        }

        order.Sort();
        order.Reverse();
        var lists = new List<int>[items.CategoryCount];
        foreach (var key in order)
        {
            var index = ScoreKey.Ordinal(key);
            foreach (var category in items.CategoriesOf(index))
            {
                var list = lists[category] ??= [];
                if (list.Count < depth)
                {
                    list.Add(items.Row(index).Ordinal);
                }
            }
        }

        var all = order.Take(depth).Select(key => items.Row(ScoreKey.Ordinal(key)).Ordinal);
        return new RankedLists([.. all], [.. lists.Select(list => list?.ToArray() ?? [])]);
    }

    public ReadOnlySpan<int> Get(int category) => _byCategory[category];

    public ReadOnlySpan<int> Get(CategoryTable items, string? category) =>
        category is null ? _all : items.TryGetNumber(category, out var number) ? _byCategory[number] : [];
}
