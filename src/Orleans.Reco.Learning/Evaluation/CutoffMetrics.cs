namespace Orleans.Reco.Learning;

/// <summary>Means over the ranked users of the measures of the first so many items; all in [0,1].</summary>
/// <param name="Length">How many items count.</param>
/// <param name="HitRate">Share of users with a target among them.</param>
/// <param name="Ndcg">Normalised discounted cumulative gain, binary gains (Järvelin and Kekäläinen, 2002).</param>
/// <param name="Recall">Share of the targets that is among them.</param>
/// <param name="Precision">Share of them that are targets.</param>
/// <param name="Mrr">Reciprocal rank of the first target, 0 beyond the length.</param>
/// <param name="Map">Mean average precision: Σ precision@rank over the targets listed / min(targets, length).</param>
public sealed record CutoffMetrics(int Length, double HitRate, double Ndcg, double Recall, double Precision, double Mrr, double Map);
