using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>
/// Gives a share of the places, chance deciding the fraction and the places, to new and trending items: without exposure they would
/// never gather the behaviour that brings them up. The first place is left to the best item.
/// </summary>
internal sealed class Exploration(double share, TimeSpan newItemAge) : IReRankingRule
{
    private const int MaxOnStack = 512;
    private const int MaxDraws = 16;

    public void Apply(CandidateList list, ReRankingContext context)
    {
        if (share <= 0 || context.Rankings is null || context.Count < 2)
        {
            return;
        }

        var random = new Random(context.Seed);
        var expected = share * context.Count;
        var slots = (int)expected + (random.NextDouble() < expected - Math.Floor(expected) ? 1 : 0);
        if (slots == 0)
        {
            return;
        }

        var newest = context.Rankings.New(context.Category);
        newest = newest[..CountNew(newest, context)];
        var trending = context.Rankings.Trending(context.Category);
        for (; slots > 0 && TryPick(newest, trending, list, context, random, out var picked); slots--)
        {
            Insert(list, context, picked, random);
        }
    }

    /// <summary>
    /// Draws one of the items that may be shown and are not in the places that are, each with the same chance. Nearly all may be shown, so
    /// drawing again is far cheaper than to find out for all of them.
    /// </summary>
    private static bool TryPick(
        ReadOnlySpan<int> newest,
        ReadOnlySpan<int> trending,
        CandidateList list,
        ReRankingContext context,
        Random random,
        out ScoredCandidate picked)
    {
        var room = newest.Length + trending.Length;
        for (var draw = 0; draw < MaxDraws && room > 0; draw++)
        {
            var at = random.Next(room);
            var (ordinal, source) = at < newest.Length
                ? (newest[at], CandidateSource.New)
                : (trending[at - newest.Length], CandidateSource.Trending);
            picked = new ScoredCandidate(ordinal, 0, HistoryEvent.NoItem, source);
            if (context.Allows(ordinal)
                && !Contains(Shown(list, context), ordinal)
                && (source == CandidateSource.New || !newest.Contains(ordinal)))
            {
                return true;
            }
        }

        Span<int> pool = room <= MaxOnStack ? stackalloc int[MaxOnStack] : new int[room];
        var found = Collect(newest, list, context, pool, 0);
        var all = Collect(trending, list, context, pool, found);
        var pick = all == 0 ? 0 : random.Next(all);
        picked = new ScoredCandidate(pool[pick], 0, HistoryEvent.NoItem, pick < found ? CandidateSource.New : CandidateSource.Trending);
        return all > 0;
    }

    /// <summary>Appends what may be shown and is not in the places that are; returns how many there are then.</summary>
    private static int Collect(ReadOnlySpan<int> ordinals, CandidateList list, ReRankingContext context, Span<int> pool, int count)
    {
        var shown = Shown(list, context);
        foreach (var ordinal in ordinals)
        {
            if (context.Allows(ordinal) && !pool[..count].Contains(ordinal) && !Contains(shown, ordinal))
            {
                pool[count++] = ordinal;
            }
        }

        return count;
    }

    private static ReadOnlySpan<ScoredCandidate> Shown(CandidateList list, ReRankingContext context) =>
        CollectionsMarshal.AsSpan(list.Items)[..Math.Min(context.Count, list.Items.Count)];

    private static bool Contains(ReadOnlySpan<ScoredCandidate> candidates, int ordinal)
    {
        foreach (ref readonly var candidate in candidates)
        {
            if (candidate.Ordinal == ordinal)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The list is in order of age, so the new items are its head.</summary>
    private int CountNew(ReadOnlySpan<int> newest, ReRankingContext context)
    {
        int low = 0, high = newest.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isNew = context.View[newest[middle]] is { } row && (long)context.Now - row.PublishedSeconds <= newItemAge.TotalSeconds;
            (low, high) = isNew ? (middle + 1, high) : (low, middle);
        }

        return low;
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
