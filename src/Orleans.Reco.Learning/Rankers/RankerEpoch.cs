namespace Orleans.Reco.Learning;

/// <summary>A ranker's training after an epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">How many at most.</param>
/// <param name="Loss">Mean training loss of the epoch, in nats.</param>
/// <param name="ValidationLogLoss">In nats.</param>
/// <param name="ValidationAuc">Area under the ROC curve, [0,1].</param>
/// <param name="LearningRate">The step size of the epoch.</param>
/// <param name="RowsPerSecond">Training rows a second.</param>
public readonly record struct RankerEpoch(
    int Epoch, int Epochs, double Loss, double ValidationLogLoss, double ValidationAuc, double LearningRate, double RowsPerSecond);
