namespace Orleans.Reco.Learning;

/// <summary>Hyper-parameters of <see cref="LightGcnTrainer"/>; see <see cref="LightGcnAlgorithm"/>.</summary>
internal sealed record LightGcnOptions(
    int Dimension, int Depth, int BatchSize, int Negatives, float LearningRate, float WeightDecay);
