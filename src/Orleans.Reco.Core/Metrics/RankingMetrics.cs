namespace Orleans.Reco.Core;

/// <summary>
/// Measures of a ranking against what the user really took, each in [0,1]. The forms with a rank are for one relevant item, as in
/// leave-one-out; rank 1 is the top, 0 means that the item was not ranked. The forms with lists are for any number of relevant items.
/// </summary>
public static class RankingMetrics
{
    /// <summary>
    /// The rank of an item among all scored ones, from 1. Items of equal score stand before it, so that a model that gives the
    /// same score to all is not rewarded. 0 where the item's score is not a number.
    /// </summary>
    public static int RankOf(ReadOnlySpan<float> scores, int item)
    {
        var score = scores[item];
        if (float.IsNaN(score))
        {
            return 0;
        }

        var atLeast = 0;
        foreach (var other in scores)
        {
            atLeast += other >= score ? 1 : 0;
        }

        return atLeast;
    }

    /// <summary>1 if the item is among the first k.</summary>
    public static double HitRate(int rank, int k) => rank >= 1 && rank <= k ? 1 : 0;

    /// <summary>1 / log2(rank + 1) if the item is among the first k; the ideal gain of one item is 1.</summary>
    public static double Ndcg(int rank, int k) => rank >= 1 && rank <= k ? Gain(rank) : 0;

    /// <summary>1 / rank if the item is among the first k.</summary>
    public static double ReciprocalRank(int rank, int k = int.MaxValue) => rank >= 1 && rank <= k ? 1.0 / rank : 0;

    /// <summary>1 if any relevant item is among the first k.</summary>
    public static double HitRate(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k) => Hits(ranked, relevant, k) > 0 ? 1 : 0;

    /// <summary>The share of the relevant items that is among the first k; 0 where nothing is relevant.</summary>
    public static double Recall(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        ArgumentNullException.ThrowIfNull(relevant);
        return relevant.Count == 0 ? 0 : (double)Hits(ranked, relevant, k) / relevant.Count;
    }

    /// <summary>
    /// Normalised discounted cumulative gain with gains of 0 and 1 (Järvelin and Kekäläinen, 2002): the sum of 1 / log2(rank + 1) over
    /// the relevant items among the first k, divided by the highest sum that is possible.
    /// </summary>
    public static double Ndcg(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        ArgumentNullException.ThrowIfNull(relevant);
        double gain = 0, ideal = 0;
        for (var i = 0; i < Math.Min(k, ranked.Length); i++)
        {
            gain += relevant.Contains(ranked[i]) ? Gain(i + 1) : 0;
        }

        for (var rank = 1; rank <= Math.Min(k, relevant.Count); rank++)
        {
            ideal += Gain(rank);
        }

        return ideal == 0 ? 0 : gain / ideal;
    }

    /// <summary>1 / the rank of the first relevant item among the first k; its mean over users is the MRR.</summary>
    public static double ReciprocalRank(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(relevant);
        for (var i = 0; i < Math.Min(k, ranked.Length); i++)
        {
            if (relevant.Contains(ranked[i]))
            {
                return 1.0 / (i + 1);
            }
        }

        return 0;
    }

    private static double Gain(int rank) => 1 / Math.Log2(rank + 1);

    private static int Hits(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        ArgumentNullException.ThrowIfNull(relevant);
        var hits = 0;
        foreach (var item in ranked[..Math.Min(k, ranked.Length)])
        {
            hits += relevant.Contains(item) ? 1 : 0;
        }

        return hits;
    }
}
