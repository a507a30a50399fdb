namespace Orleans.Reco.Learning;

/// <summary>A model on a part of the cases; the ranking is still over all candidates.</summary>
/// <param name="Slice">The slice's name.</param>
/// <param name="Users">Users with a target in it.</param>
/// <param name="HitRate10">Share of them with a target of the slice among the first 10, [0,1].</param>
/// <param name="Ndcg10">NDCG@10 on the targets of the slice, [0,1].</param>
/// <param name="Recall20">Share of the slice's targets among the first 20, [0,1].</param>
public sealed record SliceMetrics(string Slice, int Users, double HitRate10, double Ndcg10, double Recall20);
