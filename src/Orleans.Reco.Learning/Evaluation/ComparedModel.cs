namespace Orleans.Reco.Learning;

/// <summary>One model of a comparison.</summary>
public sealed record ComparedModel
{
    /// <summary>The file of a bundle folder with an array of <see cref="ReliabilityBin"/>.</summary>
    public const string CalibrationFileName = "calibration.json";

    /// <summary>The measures that get an interval and a paired test, with their names.</summary>
    public static readonly IReadOnlyList<(string Name, RankingMeasure Measure, int Length)> Headline =
    [
        ("HR@10", RankingMeasure.HitRate, 10), ("NDCG@10", RankingMeasure.Ndcg, 10), ("recall@20", RankingMeasure.Recall, 20),
        ("MRR@10", RankingMeasure.ReciprocalRank, 10),
    ];

    /// <summary>The model's name.</summary>
    public string Name => Evaluation.Metrics.Model;

    /// <summary>All that was measured.</summary>
    public required ModelEvaluation Evaluation { get; init; }

    /// <summary>The interval of each measure of <see cref="Headline"/>.</summary>
    public required IReadOnlyDictionary<string, ConfidenceInterval> Intervals { get; init; }

    /// <summary>The sampled ranking that was asked for besides; null where none was.</summary>
    public ModelMetrics? Sampled { get; init; }

    /// <summary>The epochs of its training; empty where the bundle does not hold them.</summary>
    public IReadOnlyList<LearningCurvePoint> Curve { get; init; } = [];

    /// <summary>How its probabilities compare with what happened; empty where the bundle has no such record.</summary>
    public IReadOnlyList<ReliabilityBin> Calibration { get; init; } = [];
}
