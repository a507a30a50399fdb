namespace Orleans.Reco.Core;

/// <summary>How many lists have to be probed.</summary>
/// <param name="Probes">The number of lists.</param>
/// <param name="Recall">The mean share of the exact result that is in them.</param>
/// <param name="Share">The mean share of the rows that are in them.</param>
internal readonly record struct ProbeCalibration(int Probes, double Recall, double Share)
{
    /// <summary>The smallest number of lists whose recall reaches the target.</summary>
    /// <remarks>No search is needed for it: what a number of probes finds is what is in lists of a promise high enough.</remarks>
    /// <param name="items">The vectors, row i of the item i.</param>
    /// <param name="lists">The lists.</param>
    /// <param name="assigned">The list of each row.</param>
    /// <param name="queries">Sample queries, shape <c>[n, dimension]</c>.</param>
    /// <param name="options">The target.</param>
    public static ProbeCalibration Measure(
        ItemVectors items, InvertedLists lists, ReadOnlySpan<int> assigned, ReadOnlySpan<float> queries, InvertedIndexOptions options)
    {
        var (found, looked) = (new long[lists.Count], new long[lists.Count]);
        var (query, ranked, promises) = (new float[items.Dimension + 1], new int[lists.Count], new float[lists.Count]);
        var (best, nearest) = (new TopK(options.Best), new int[options.Best]);
        var (scores, place) = (new float[options.Best], new int[lists.Count]);
        for (var i = 0; i < queries.Length; i += items.Dimension)
        {
            queries.Slice(i, items.Dimension).CopyTo(query);
            lists.Quantizer.Rank(query, ranked, promises);
            for (var rank = 0; rank < ranked.Length; rank++)
            {
                place[ranked[rank]] = rank;
                var (from, to) = lists[ranked[rank]];
                looked[rank] += to - from;
            }

            ExactIndex.Search(query.AsSpan(0, items.Dimension), 1, items, [CandidateFilter.None], new ReadOnlySpan<TopK>(in best));
            foreach (var row in nearest.AsSpan(0, best.Drain(nearest, scores)))
            {
                found[place[assigned[row]]]++;
            }
        }

        var (all, inProbed, rows, probes) = (Math.Max(1, found.Sum()), 0L, 0L, 0);
        while (probes < lists.Count && (probes == 0 || inProbed < options.TargetRecall * all))
        {
            inProbed += found[probes];
            rows += looked[probes++];
        }

        var pairs = Math.Max(1, (double)items.Count * queries.Length / items.Dimension);
        return new ProbeCalibration(probes, (double)inProbed / all, rows / pairs);
    }
}
