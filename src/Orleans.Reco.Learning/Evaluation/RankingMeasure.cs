namespace Orleans.Reco.Learning;

/// <summary>What is measured of one user's list; see <see cref="CutoffMetrics"/>.</summary>
public enum RankingMeasure
{
    /// <summary>1 if a target is listed.</summary>
    HitRate = 0,

    /// <summary>Normalised discounted cumulative gain.</summary>
    Ndcg = 1,

    /// <summary>Share of the targets that is listed.</summary>
    Recall = 2,

    /// <summary>Share of the list that are targets.</summary>
    Precision = 3,

    /// <summary>1 / rank of the first target.</summary>
    ReciprocalRank = 4,

    /// <summary>Average precision.</summary>
    AveragePrecision = 5,
}
