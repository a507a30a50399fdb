using TorchSharp;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class AdamWOptimizerTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void StepsAreThoseOfTheDefinition(double decay)
    {
        using var weight = new TorchSharp.Modules.Parameter(torch.tensor(new[] { 1f, -2f }));
        using var optimizer = new AdamWOptimizer([("weight", weight)], learningRate: 0.1, decay);
        double[] expected = [1, -2], mean = [0, 0], square = [0, 0];
        for (var step = 1; step <= 5; step++)
        {
            using var scope = torch.NewDisposeScope();
            optimizer.ClearGradients();
            weight.mul(weight).sum().backward();
            optimizer.Step();
            for (var i = 0; i < 2; i++)
            {
                var gradient = 2 * expected[i];
                mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                expected[i] *= 1 - 0.1 * decay;
                expected[i] -= 0.1 * (mean[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                Assert.Equal(expected[i], weight.data<float>()[i], 1e-5);
            }
        }
    }
}
