using TorchSharp;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class SequenceTrainerTests
{
    private static readonly InteractionDataset Data = TestShop.Dataset(users: 100, items: 50);
    private static readonly TemporalSplit Split = TemporalSplit.Create(Data, 0.1, 0.2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // TorchSharp's scalars are freed by finalizers; one that is collected while native code reads it is garbage there.
    [Fact]
    public async Task CollectionsDuringTrainingChangeNothing()
    {
        var quiet = Train(SequenceTests.Options).Weights;
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
            Cancellation);
        var disturbed = Train(SequenceTests.Options).Weights;
        await stop.CancelAsync();
        await collector;
        Assert.Equal(quiet, disturbed);
        Assert.Contains(quiet, w => Math.Abs(w) > 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void StoppedAfterAnyEpochAndResumedItIsAsIfItHadNotStopped(int epochs)
    {
        using var folder = new TempFolder();
        var options = SequenceTests.Options with { PlateauFactor = 0.5, FinalRate = 0.1, WarmupSteps = 20, Averaging = 0.99 };
        var whole = Train(options);
        using var stop = new CancellationTokenSource();
        var stopped = Assert.ThrowsAny<OperationCanceledException>(() => Train(
            options,
            folder.In("run.safetensors"),
            p =>
            {
                if (p.Epoch == epochs + 1)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        Assert.NotNull(stopped);
        var resumed = Train(options, folder.In("run.safetensors"));
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.Result.BestMetric, resumed.Result.BestMetric);
        Assert.Equal(whole.Result.BestEpoch, resumed.Result.BestEpoch);
        Assert.Equal(whole.Result.Curve.Select(e => (e.Epoch, e.Loss, e.Ndcg10)), resumed.Result.Curve.Select(e => (e.Epoch, e.Loss, e.Ndcg10)));
    }

    [Fact]
    public void ACheckpointOfOtherOptionsOrADamagedOneIsRefused()
    {
        using var folder = new TempFolder();
        var file = folder.In("run.safetensors");
        _ = Train(SequenceTests.Options with { Epochs = 1 }, file);
        var other = Assert.Throws<DatasetException>(() => Train(SequenceTests.Options with { Epochs = 2 }, file));
        Assert.Contains("other hyper-parameters", other.Message, StringComparison.Ordinal);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^100]);
        Assert.Contains("damaged", Assert.Throws<DatasetException>(() => Train(SequenceTests.Options with { Epochs = 1 }, file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientClippingBoundsTheGradient()
    {
        // Adam divides by the gradient's size, so that the second step shows a clipped first one: momentum carries less of it.
        double Norm(double clip)
        {
            using var encoder = SequenceTests.Encoder();
            _ = new SequenceTrainer(Data, SequenceTests.Options with { Epochs = 1, GradientClip = clip }, TimeProvider.System).Train(encoder, Cancellation);
            return Math.Sqrt(encoder.parameters().Sum(p => p.grad is { } g ? g.square().sum().item<float>() : 0));
        }

        Assert.InRange(Norm(0.01), 1e-6, 0.0101);
        Assert.True(Norm(1e6) > 0.1, "without clipping the last gradient is longer");
    }

    [Fact]
    public void WeightDecayMakesWeightsSmaller()
    {
        double Size(double decay) => Train(SequenceTests.Options with { WeightDecay = decay, LearningRate = 0.01 }).Weights.Sum(w => (double)w * w);
        Assert.True(Size(1) < 0.9 * Size(0), "decayed weights are smaller");
    }

    [Fact]
    public void EarlyStoppingEndsAndTheBestEpochIsRestored()
    {
        double[] metrics = [0.1, 0.3, 0.2, 0.25, 0.1, 0.9];
        using var encoder = SequenceTests.Encoder();
        var after = new List<float[]>();
        var trainer = new SequenceTrainer(Data, SequenceTests.Options with { Epochs = 6, Patience = 3 }, TimeProvider.System)
        {
            Validation = () =>
            {
                after.Add(encoder.ToWeights()["items.weight"].Values);
                return metrics[after.Count - 1];
            },
        };
        var result = trainer.Train(encoder, Cancellation);
        Assert.Equal((2, 0.3, 5), (result.BestEpoch, result.BestMetric, after.Count));
        Assert.Equal(after[1], encoder.ToWeights()["items.weight"].Values);
        Assert.NotEqual(after[4], after[1]);
    }

    [Fact]
    public void AveragedWeightsAreMeasuredAndKeptAndTrainingGoesOnFromItsOwn()
    {
        var options = SequenceTests.Options with { Epochs = 3 };
        var plain = Train(options);
        var averaged = Train(options with { Averaging = 0.999 });
        Assert.Equal(plain.Result.Curve.Select(e => e.Loss), averaged.Result.Curve.Select(e => e.Loss));
        var start = SequenceTests.Encoder().ToWeights()["items.weight"].Values;
        double Moved(float[] weights) => weights.Zip(start, (a, b) => Math.Abs(a - b)).Sum();
        Assert.InRange(Moved(averaged.Weights), 0.1 * Moved(plain.Weights), 0.95 * Moved(plain.Weights));
    }

    [Fact]
    public void TheLearningRateWarmsUpAndComesDown()
    {
        double Moved(SequenceTrainingOptions options) =>
            Train(options).Weights.Zip(SequenceTests.Encoder().ToWeights()["items.weight"].Values, (a, b) => Math.Abs(a - b)).Sum();
        var options = SequenceTests.Options with { Epochs = 2, WeightDecay = 0 };
        Assert.True(Moved(options with { WarmupSteps = 10_000 }) < 0.1 * Moved(options), "steps of the warm-up are small");
        Assert.True(Moved(options with { FinalRate = 0 }) < 0.9 * Moved(options), "steps get smaller along the cosine");
    }

    [Theory]
    [InlineData(0, 0, false, 1)]
    [InlineData(0, 0.1, false, 1)]
    [InlineData(0, 0, false, 3)]
    [InlineData(20, 0, true, 1)]
    [InlineData(20, 0, false, 1)]
    [InlineData(20, 0, false, 3)]
    public void EveryLossLearnsTheShop(int negatives, double smoothing, bool bfloat16, int horizon)
    {
        var options = SequenceTests.Options with
        {
            Negatives = negatives,
            LabelSmoothing = smoothing,
            Bfloat16 = bfloat16,
            Horizon = horizon,
            HorizonDecay = 0.5,
            LearningRate = 0.01,
        };
        using var fresh = SequenceTests.Encoder();
        var before = SequenceTests.Validation(fresh, Data, Split)();
        Assert.True(Train(options).Result.BestMetric > 1.5 * before, "it ranks better than fresh weights");
    }

    private static (float[] Weights, SequenceTrainingResult Result) Train(
        SequenceTrainingOptions options,
        string? checkpoint = null,
        Action<FitProgress>? progress = null,
        CancellationToken? cancellation = null)
    {
        torch.set_num_threads(1);
        using var encoder = SequenceTests.Encoder();
        var result = new SequenceTrainer(Data.Before(Split.HoldoutFrom), options, TimeProvider.System)
        {
            Validation = SequenceTests.Validation(encoder, Data, Split),
            Checkpoint = checkpoint is null ? null : new FileCheckpoint(checkpoint),
            Progress = progress,
        }.Train(encoder, cancellation ?? Cancellation);
        return (encoder.ToWeights()["items.weight"].Values, result);
    }
}
