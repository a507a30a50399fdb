namespace Orleans.Reco.Core;

/// <summary>
/// Fills the top of the list one by one with the item of the highest <c>λ · relevance - (1 - λ) · max similarity</c> to those
/// already chosen (Carbonell and Goldstein, 1998). Relevance is the score, scaled to [0,1] within the items that compete.
/// </summary>
internal sealed class MaximalMarginalRelevance(double lambda, int depth) : IReRankingRule
{
    /// <summary>So many items compete for each place: enough for variety, too few to bring up the irrelevant.</summary>
    private const int PoolFactor = 3;

    public void Apply(CandidateList list, ReRankingContext context)
    {
        var places = Math.Min(Math.Min(depth, context.Count), list.Preferred);
        var pool = Math.Min(list.Preferred, places * PoolFactor);
        if (lambda >= 1 || pool < 2)
        {
            return;
        }

        var candidates = list.Items[..pool];
        var relevance = Relevance(candidates);
        var similarity = new ItemSimilarity(candidates, context);
        var nearest = new float[pool];
        var chosen = new bool[pool];
        for (var place = 0; place < places; place++)
        {
            var best = Best(relevance, nearest, chosen);
            chosen[best] = true;
            list.Items[place] = candidates[best];
            for (var i = 0; i < pool; i++)
            {
                if (!chosen[i])
                {
                    nearest[i] = Math.Max(nearest[i], similarity.Between(i, best));
                }
            }
        }

        var next = places;
        for (var i = 0; i < pool; i++)
        {
            if (!chosen[i])
            {
                list.Items[next++] = candidates[i];
            }
        }
    }

    private int Best(float[] relevance, float[] nearest, bool[] chosen)
    {
        var best = -1;
        var most = double.NegativeInfinity;
        for (var i = 0; i < relevance.Length; i++)
        {
            var value = (lambda * relevance[i]) - ((1 - lambda) * nearest[i]);
            if (!chosen[i] && value > most)
            {
                (best, most) = (i, value);
            }
        }

        return best;
    }

    /// <summary>Scores without any difference say nothing: then the place in the list is the relevance.</summary>
    private static float[] Relevance(List<ScoredCandidate> candidates)
    {
        float highest = float.NegativeInfinity, lowest = float.PositiveInfinity;
        foreach (var candidate in candidates)
        {
            (highest, lowest) = (Math.Max(highest, candidate.Score), Math.Min(lowest, candidate.Score));
        }

        var range = highest - lowest;
        var scaled = range > 0 && float.IsFinite(range);
        var relevance = new float[candidates.Count];
        for (var i = 0; i < relevance.Length; i++)
        {
            relevance[i] = scaled ? (candidates[i].Score - lowest) / range : 1f - ((float)i / candidates.Count);
        }

        return relevance;
    }
}
