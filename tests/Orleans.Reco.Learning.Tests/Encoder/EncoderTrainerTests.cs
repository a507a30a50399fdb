using TorchSharp;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class EncoderTrainerTests
{
    private static readonly TrainingOptions Options = new()
    {
        Dimension = 8,
        StateDimension = 8,
        Epochs = 6,
        Patience = 6,
        BatchSize = 4,
        FullSoftmaxItems = 0,
        Negatives = 10,
    };

    // TorchSharp's scalars are freed by finalizers; one that is collected while native code reads it is garbage there.
    [Fact]
    public async Task CollectionsDuringTrainingChangeNothing()
    {
        torch.set_num_threads(1);
        var quiet = Train();
        using var stop = new CancellationTokenSource();
        var collector = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    GC.Collect(0);
                    GC.WaitForPendingFinalizers();
                }
            },
            TestContext.Current.CancellationToken);
        var disturbed = Train();
        await stop.CancelAsync();
        await collector;
        Assert.Equal(quiet, disturbed);
        Assert.Contains(quiet, w => Math.Abs(w) > 0.1);
    }

    [Fact]
    public void AdamWStepsAreThoseOfTheDefinition()
    {
        using var weight = new TorchSharp.Modules.Parameter(torch.tensor(new[] { 1f, -2f }));
        using var optimizer = new AdamWOptimizer([weight], learningRate: 0.1, weightDecay: 0.5);
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
                expected[i] *= 1 - 0.1 * 0.5;
                expected[i] -= 0.1 * (mean[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                Assert.Equal(expected[i], weight.data<float>()[i], 1e-5);
            }
        }
    }

    private static float[] Train()
    {
        var data = TestShop.Dataset(users: 100, items: 50);
        _ = torch.manual_seed(1);
        using var encoder = new GruEncoder(50, 2, 8, 8, 0.2);
        var split = TemporalSplit.Create(data, 0.1, 0.2);
        var evaluator = new RankingEvaluator(TemporalSplit.Cases(data, split.HoldoutFrom), TemporalSplit.ItemsBefore(data, split.HoldoutFrom));
        var model = new GruEncoderModel(encoder, 50);
        _ = new EncoderTrainer(data, Options, TimeProvider.System).Train(
            encoder,
            split.HoldoutFrom,
            () => evaluator.Evaluate(model, TestContext.Current.CancellationToken).Ndcg10,
            deadline: null,
            _ => { },
            TestContext.Current.CancellationToken);
        return encoder.ToWeights().ItemEmbedding;
    }
}
