using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>A ranker's graph in one precision, measured through ONNX Runtime on users that were not trained on.</summary>
/// <param name="Precision">In which numbers it multiplies.</param>
/// <param name="Bytes">For <see cref="BundleFiles.Ranker"/>.</param>
/// <param name="Ndcg">NDCG@10 of the candidates in its order, [0,1].</param>
/// <param name="Auc">Area under the ROC curve over the candidates of all users, [0,1].</param>
/// <param name="LogLoss">
/// Mean negative log-likelihood over the same, in nats. Training sees a sample of the candidates that are not turned to, so this is for
/// comparing graphs.
/// </param>
internal sealed record ServedRankerGraph(RankerPrecision Precision, byte[] Bytes, double Ndcg, double Auc, double LogLoss);
