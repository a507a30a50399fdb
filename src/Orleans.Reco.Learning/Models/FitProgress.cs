namespace Orleans.Reco.Learning;

/// <summary>How far a model has learnt.</summary>
/// <param name="Epoch">Epoch or round, from 1.</param>
/// <param name="Epochs">How many at most.</param>
/// <param name="Share">Share of the epoch that is done, [0,1].</param>
/// <param name="Loss">Mean loss of the epoch so far; null where there is none.</param>
/// <param name="Metric">The validation metric after the last whole epoch, NDCG@10; null before it or where none is measured.</param>
/// <param name="PerSecond">Training examples a second; null where not known.</param>
public readonly record struct FitProgress(int Epoch, int Epochs, double Share, double? Loss, double? Metric, double? PerSecond);
