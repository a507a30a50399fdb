namespace Orleans.Reco.Learning;

/// <summary>A whole epoch, as a learning curve has it.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Ndcg10">Validation NDCG@10; null where it was not measured.</param>
/// <param name="Seconds">How long the epoch's training took, without measuring.</param>
public sealed record SequenceEpoch(int Epoch, double Loss, double? Ndcg10, double Seconds);
