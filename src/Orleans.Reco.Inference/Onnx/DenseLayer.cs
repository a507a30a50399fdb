namespace Orleans.Reco.Inference;

/// <summary>A dense layer <c>y = W x + b</c> in PyTorch's layout.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="Weight">W, row-major, shape <c>[outputs, inputs]</c>.</param>
/// <param name="Bias">b, shape <c>[outputs]</c>.</param>
public sealed record DenseLayer(int Inputs, int Outputs, float[] Weight, float[] Bias);
