namespace Orleans.Reco.Learning;

/// <summary>What training came to.</summary>
/// <param name="BestEpoch">The epoch whose weights the encoder has, from 1; 0 where none was trained.</param>
/// <param name="BestMetric">Its validation metric; NaN where none was measured.</param>
/// <param name="Curve">All epochs.</param>
internal sealed record SequenceTrainingResult(int BestEpoch, double BestMetric, IReadOnlyList<SequenceEpoch> Curve);
