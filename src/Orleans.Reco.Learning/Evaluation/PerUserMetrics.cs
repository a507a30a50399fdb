using Orleans.Reco.Core;

namespace Orleans.Reco.Learning;

/// <summary>The measures of each ranked user, for intervals and paired tests.</summary>
public sealed class PerUserMetrics
{
    private readonly Dictionary<(RankingMeasure Measure, int Length), double[]> _values = [];

    internal PerUserMetrics(int users)
    {
        Users = users;
        foreach (var length in ModelMetrics.Lengths)
        {
            foreach (var measure in Enum.GetValues<RankingMeasure>())
            {
                _values[(measure, length)] = new double[users];
            }
        }
    }

    /// <summary>How many users were ranked for.</summary>
    public int Users { get; }

    /// <summary>A measure of every user, in the order of the evaluation cases, shape <c>[users]</c>.</summary>
    /// <exception cref="KeyNotFoundException">The length is none of <see cref="ModelMetrics.Lengths"/>.</exception>
    public IReadOnlyList<double> this[RankingMeasure measure, int length] => _values[(measure, length)];

    internal void Set(int user, ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant)
    {
        foreach (var length in ModelMetrics.Lengths)
        {
            _values[(RankingMeasure.HitRate, length)][user] = RankingMetrics.HitRate(ranked, relevant, length);
            _values[(RankingMeasure.Ndcg, length)][user] = RankingMetrics.Ndcg(ranked, relevant, length);
            _values[(RankingMeasure.Recall, length)][user] = RankingMetrics.Recall(ranked, relevant, length);
            _values[(RankingMeasure.Precision, length)][user] = ListMetrics.Precision(ranked, relevant, length);
            _values[(RankingMeasure.ReciprocalRank, length)][user] = RankingMetrics.ReciprocalRank(ranked, relevant, length);
            _values[(RankingMeasure.AveragePrecision, length)][user] = ListMetrics.AveragePrecision(ranked, relevant, length);
        }
    }

    internal IReadOnlyList<CutoffMetrics> Means() =>
    [
        .. ModelMetrics.Lengths.Select(length => new CutoffMetrics(
            length,
            Mean(RankingMeasure.HitRate, length),
            Mean(RankingMeasure.Ndcg, length),
            Mean(RankingMeasure.Recall, length),
            Mean(RankingMeasure.Precision, length),
            Mean(RankingMeasure.ReciprocalRank, length),
            Mean(RankingMeasure.AveragePrecision, length))),
    ];

    private double Mean(RankingMeasure measure, int length) => _values[(measure, length)].Sum() / Math.Max(1, Users);
}
