using System.Numerics.Tensors;

namespace Orleans.Reco.Core;

/// <summary>
/// Fills the top of the list one by one with the item of the highest <c>λ · relevance - (1 - λ) · max similarity</c> to those
/// already chosen (Carbonell and Goldstein, 1998). Relevance is the score, scaled to [0,1] within the items that compete.
/// </summary>
internal sealed class MaximalMarginalRelevance(double lambda, int depth) : IReRankingRule
{
    /// <summary>So many items compete for each place: enough for variety, too few to bring up the irrelevant.</summary>
    private const int PoolFactor = 3;

    /// <summary>The value of what has its place.</summary>
    private const double Taken = double.NegativeInfinity;

    [ThreadStatic]
    private static Workspace? _workspace;

    public void Apply(CandidateList list, ReRankingContext context)
    {
        var places = Math.Min(Math.Min(depth, context.Count), list.Preferred);
        var pool = Math.Min(list.Preferred, places * PoolFactor);
        if (lambda >= 1 || pool < 2 || !context.Diverse)
        {
            return;
        }

        var work = _workspace ??= new Workspace();
        var candidates = work.Begin(list, pool, context);
        for (var i = 0; i < pool; i++)
        {
            work.Values[i] = lambda * work.Relevance[i];
        }

        for (var place = 0; place < places; place++)
        {
            var best = Best(work, pool, place);
            work.Values[best] = Taken;
            work.Chosen[place] = best;
            list.Items[place] = candidates[best];
        }

        var next = places;
        for (var i = 0; i < pool; i++)
        {
            if (work.Values[i] != Taken)
            {
                list.Items[next++] = candidates[i];
            }
        }

        work.Similarity.End();
    }

    /// <summary>
    /// The more are chosen, the lower a value: one that is of a moment before is a bound, so only those that lead by it are brought up to
    /// date, a small part of all (lazy greedy, Minoux, 1978).
    /// </summary>
    private int Best(Workspace work, int pool, int place)
    {
        while (true)
        {
            var best = TensorPrimitives.IndexOfMax<double>(work.Values.AsSpan(0, pool));
            if (work.Compared[best] == place)
            {
                return best;
            }

            for (; work.Compared[best] < place; work.Compared[best]++)
            {
                work.Nearest[best] = Math.Max(work.Nearest[best], work.Similarity.Between(best, work.Chosen[work.Compared[best]]));
            }

            work.Values[best] = (lambda * work.Relevance[best]) - ((1 - lambda) * work.Nearest[best]);
        }
    }

    /// <summary>What a list needs for a moment; one for each thread.</summary>
    private sealed class Workspace
    {
        private ScoredCandidate[] _candidates = [];

        public ItemSimilarity Similarity { get; } = new();

        public float[] Relevance { get; private set; } = [];

        public float[] Nearest { get; private set; } = [];

        /// <summary>For how many of the chosen <see cref="Nearest"/> is.</summary>
        public int[] Compared { get; private set; } = [];

        public double[] Values { get; private set; } = [];

        /// <summary>Positions in the pool, by place.</summary>
        public int[] Chosen { get; private set; } = [];

        public ReadOnlySpan<ScoredCandidate> Begin(CandidateList list, int pool, ReRankingContext context)
        {
            if (_candidates.Length < pool)
            {
                _candidates = new ScoredCandidate[pool];
                (Relevance, Nearest, Values) = (new float[pool], new float[pool], new double[pool]);
                (Compared, Chosen) = (new int[pool], new int[pool]);
            }

            list.Items.CopyTo(0, _candidates, 0, pool);
            Array.Clear(Nearest, 0, pool);
            Array.Clear(Compared, 0, pool);
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
