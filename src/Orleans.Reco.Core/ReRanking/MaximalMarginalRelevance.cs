namespace Orleans.Reco.Core;

/// <summary>
/// Fills the top of the list one by one with the item of the highest <c>λ · relevance - (1 - λ) · max similarity</c> to those
/// already chosen (Carbonell and Goldstein, 1998). Relevance is the score, scaled to [0,1] within the items that compete.
/// </summary>
internal sealed class MaximalMarginalRelevance(double lambda, int depth) : IReRankingRule
{
    /// <summary>So many items compete for each place: enough for variety, too few to bring up the irrelevant.</summary>
    private const int PoolFactor = 3;

    [ThreadStatic]
    private static Workspace? _workspace;

    public void Apply(CandidateList list, ReRankingContext context)
    {
        var places = Math.Min(Math.Min(depth, context.Count), list.Preferred);
        var pool = Math.Min(list.Preferred, places * PoolFactor);
        if (lambda >= 1 || pool < 2)
        {
            return;
        }

        var work = _workspace ??= new Workspace();
        var candidates = work.Begin(list, pool, context);
        for (var place = 0; place < places; place++)
        {
            var best = Best(work, pool);
            work.Chosen[best] = true;
            list.Items[place] = candidates[best];
            for (var i = 0; i < pool; i++)
            {
                if (!work.Chosen[i])
                {
                    work.Nearest[i] = Math.Max(work.Nearest[i], work.Similarity.Between(i, best));
                }
            }
        }

        var next = places;
        for (var i = 0; i < pool; i++)
        {
            if (!work.Chosen[i])
            {
                list.Items[next++] = candidates[i];
            }
        }

        work.Similarity.End();
    }

    private int Best(Workspace work, int pool)
    {
        var best = -1;
        var most = double.NegativeInfinity;
        for (var i = 0; i < pool; i++)
        {
            var value = (lambda * work.Relevance[i]) - ((1 - lambda) * work.Nearest[i]);
            if (!work.Chosen[i] && value > most)
            {
                (best, most) = (i, value);
            }
        }

        return best;
    }

    /// <summary>What a list needs for a moment; one for each thread.</summary>
    private sealed class Workspace
    {
        private ScoredCandidate[] _candidates = [];

        public ItemSimilarity Similarity { get; } = new();

        public float[] Relevance { get; private set; } = [];

        public float[] Nearest { get; private set; } = [];

        public bool[] Chosen { get; private set; } = [];

        public ReadOnlySpan<ScoredCandidate> Begin(CandidateList list, int pool, ReRankingContext context)
        {
            if (_candidates.Length < pool)
            {
                _candidates = new ScoredCandidate[pool];
                (Relevance, Nearest, Chosen) = (new float[pool], new float[pool], new bool[pool]);
            }

            list.Items.CopyTo(0, _candidates, 0, pool);
            Array.Clear(Nearest, 0, pool);
            Array.Clear(Chosen, 0, pool);
            var candidates = _candidates.AsSpan(0, pool);
            Rate(candidates);
            Similarity.Begin(candidates, context);
            return candidates;
        }

        /// <summary>Scores without any difference say nothing: then the place in the list is the relevance.</summary>
        private void Rate(ReadOnlySpan<ScoredCandidate> candidates)
        {
            float highest = float.NegativeInfinity, lowest = float.PositiveInfinity;
            foreach (ref readonly var candidate in candidates)
            {
                (highest, lowest) = (Math.Max(highest, candidate.Score), Math.Min(lowest, candidate.Score));
            }

            var range = highest - lowest;
            var scaled = range > 0 && float.IsFinite(range);
            for (var i = 0; i < candidates.Length; i++)
            {
                Relevance[i] = scaled ? (candidates[i].Score - lowest) / range : 1f - ((float)i / candidates.Length);
            }
        }
    }
}
