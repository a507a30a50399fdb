namespace Orleans.Reco.Core;

/// <summary>
/// Gives a share of the places, chance deciding the fraction and the places, to new and trending items: without exposure they would
/// never gather the behaviour that brings them up. The first place is left to the best item.
/// </summary>
internal sealed class Exploration(double share, TimeSpan newItemAge) : IReRankingRule
{
    public void Apply(CandidateList list, ReRankingContext context)
    {
        if (share <= 0 || context.Rankings is null || context.Count < 2)
        {
            return;
        }

        var random = new Random(context.Seed);
        var expected = share * context.Count;
        var slots = (int)expected + (random.NextDouble() < expected - Math.Floor(expected) ? 1 : 0);
        var pool = slots == 0 ? [] : Pool(list, context);
        for (; slots > 0 && pool.Count > 0; slots--)
        {
            var pick = random.Next(pool.Count);
            Insert(list, context, pool[pick], random);
            pool.RemoveAt(pick);
        }
    }

    private List<ScoredCandidate> Pool(CandidateList list, ReRankingContext context)
    {
        var shown = list.Items.Take(context.Count).Select(candidate => candidate.Ordinal).ToHashSet();
        var pool = new List<ScoredCandidate>();
        var newest = context.Rankings!.New(context.Category);
        Collect(newest[..CountNew(newest, context)], CandidateSource.New);
        Collect(context.Rankings.Trending(context.Category), CandidateSource.Trending);
        return pool;

        void Collect(ReadOnlySpan<int> ordinals, CandidateSource source)
        {
            foreach (var ordinal in ordinals)
            {
                if (context.Allows(ordinal) && shown.Add(ordinal))
                {
                    pool.Add(new ScoredCandidate(ordinal, 0, HistoryEvent.NoItem, source));
                }
            }
        }
    }

    /// <summary>The list is in order of age, so the new items are its head.</summary>
    private int CountNew(ReadOnlySpan<int> newest, ReRankingContext context)
    {
        var count = 0;
        while (count < newest.Length
            && context.View[newest[count]] is { } row
            && (long)context.Now - row.PublishedSeconds <= newItemAge.TotalSeconds)
        {
            count++;
        }

        return count;
    }

    private static void Insert(CandidateList list, ReRankingContext context, ScoredCandidate candidate, Random random)
    {
        var known = list.Items.FindIndex(other => other.Ordinal == candidate.Ordinal);
        if (known >= 0)
        {
            list.Deferred -= known >= list.Preferred ? 1 : 0;
            list.Items.RemoveAt(known);
        }

        var end = Math.Min(context.Count - 1, list.Preferred);
        var place = Math.Min(end, random.Next(1, Math.Max(2, end + 1)));
        var displaced = list.Items.Count == 0 ? 0 : list.Items[Math.Min(place, list.Items.Count - 1)].Score;
        list.Items.Insert(place, candidate with { Score = displaced });
    }
}
