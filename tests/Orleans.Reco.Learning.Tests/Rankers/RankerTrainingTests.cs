using TorchSharp;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class RankerTrainingTests
{
    public static TheoryData<string> Names => [.. RankerAlgorithms.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryRankerLearnsTheStructure(string name)
    {
        var split = TestRatings.Split();
        var epochs = new Epochs();
        using var ranker = TestRatings.Fit(name, split, progress: epochs, parameters: [("learningRate", 0.005)]);
        Assert.True(BinaryMetrics.Auc(ranker.Score(split.Test), split.Test.Labels) > 0.65, "better than chance by far");
        Assert.Equal(Enumerable.Range(1, epochs.All.Count), epochs.All.Select(e => e.Epoch));
        Assert.All(epochs.All, e => Assert.True(e.Loss > 0 && e.RowsPerSecond > 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SameSeedSameScores(string name)
    {
        var split = TestRatings.Split();
        float[] Scores(int seed)
        {
            using var ranker = TestRatings.Fit(name, split, seed, parameters: [("epochs", 2), ("hiddenIds", 0.2)]);
            return ranker.Score(split.Test);
        }

        var first = Scores(3);
        var again = Scores(3);
        Assert.Equal(BinaryMetrics.Auc(first, split.Test.Labels), BinaryMetrics.Auc(again, split.Test.Labels), 4);
        Assert.Equal(BinaryMetrics.LogLoss(first, split.Test.Labels), BinaryMetrics.LogLoss(again, split.Test.Labels), 4);
        Assert.NotEqual(first, Scores(4));
    }

    [Fact]
    public void TrainingStopsAndGoesBackToTheBestEpoch()
    {
        var split = TestRatings.Split();
        var epochs = new Epochs();
        using var ranker = TestRatings.Fit(
            "wide-deep", split, progress: epochs, parameters: [("epochs", 200), ("patience", 3), ("learningRate", 0.02), ("dropout", 0)]);
        var best = epochs.All.MinBy(e => e.ValidationLogLoss);
        Assert.True(epochs.All.Count < 200, "overfitting ends training");
        Assert.Equal(best.Epoch + 3, epochs.All.Count);
        Assert.Equal(best.Epoch, ranker.Choices["epoch"]);
        Assert.Equal(best.ValidationLogLoss, BinaryMetrics.LogLoss(ranker.Score(split.Validation), split.Validation.Labels), 1e-6);
    }

    [Fact]
    public void StepsShrinkOnAPlateau()
    {
        var epochs = new Epochs();
        using var ranker = TestRatings.Fit(
            "wide-deep",
            TestRatings.Split(),
            progress: epochs,
            parameters: [("epochs", 30), ("patience", 4), ("learningRate", 0.02), ("plateauFactor", 0.5)]);
        for (var i = 1; i < epochs.All.Count; i++)
        {
            var best = epochs.All.Take(i - 1).Select(e => e.ValidationLogLoss).DefaultIfEmpty(double.PositiveInfinity).Min();
            var expected = epochs.All[i - 1].LearningRate * (epochs.All[i - 1].ValidationLogLoss < best ? 1 : 0.5);
            Assert.Equal(expected, epochs.All[i].LearningRate, 1e-12);
        }

        Assert.Contains(epochs.All, e => e.LearningRate < 0.02);
    }

    [Fact]
    public void AveragedWeightsAreWhatIsMeasuredAndKept()
    {
        var split = TestRatings.Split();
        double Best(double averaging)
        {
            var epochs = new Epochs();
            using var ranker = TestRatings.Fit(
                "wide-deep", split, progress: epochs, parameters: [("averaging", averaging), ("learningRate", 0.02), ("batchSize", 32)]);
            var best = epochs.All.Min(e => e.ValidationLogLoss);
            Assert.Equal(best, BinaryMetrics.LogLoss(ranker.Score(split.Validation), split.Validation.Labels), 1e-6);
            return best;
        }

        Assert.True(Best(0.99) < Best(0) - 0.005, "steps that are too large scatter around what their average finds");
    }

    [Fact]
    public void SmoothedLabelsKeepScoresFromTheEnds()
    {
        float Furthest(double smoothing)
        {
            using var ranker = TestRatings.Fit(
                "wide-deep", TestRatings.Split(), parameters: [("labelSmoothing", smoothing), ("learningRate", 0.01), ("epochs", 6)]);
            return ranker.Score(TestRatings.Split().Train).Max(p => Math.Abs(p - 0.5f));
        }

        Assert.True(Furthest(0.5) < Furthest(0) - 0.05);
    }

    [Fact]
    public void WeightDecayShrinksWeightsAndClippingSlowsThem()
    {
        double Norm(params (string, double)[] parameters)
        {
            using var ranker = TestRatings.Fit("lr", TestRatings.Split(), parameters: [("epochs", 3), ("learningRate", 0.01), .. parameters]);
            return Math.Sqrt(ranker.ToWeights().Linear!.Ids.Sum(w => (double)w * w));
        }

        var free = Norm();
        Assert.True(Norm(("weightDecay", 5)) < free * 0.9);

        // Adam does not mind how large gradients are; it minds where they sink below its epsilon.
        Assert.True(Norm(("gradientClip", 1e-6)) < free * 0.9);
    }

    [Fact]
    public void FourInputsAreAllThatTheFourInputNetworkSees()
    {
        var split = TestRatings.Split();
        using var ranker = TestRatings.Fit("dnn4", split);
        var weights = ranker.ToWeights();
        Assert.Equal(RatingFeatures.FourInputs, weights.Fields.Select(f => f.Name));
        Assert.Empty(weights.NumberScale);
        Assert.Equal(ranker.Score(split.Test), ranker.Score(split.Test.Select(RatingFeatures.FourInputs)));
        using var regression = TestRatings.Fit(
            "lr",
            split with
            {
                Train = split.Train.Select(RatingFeatures.FourInputs),
                Validation = split.Validation.Select(RatingFeatures.FourInputs),
            });
        Assert.Equal(regression.Score(split.Test), regression.Score(split.Test.Select(RatingFeatures.FourInputs)));
        var defaults = new ParameterValues(RankerAlgorithms.Get("dnn4"));
        Assert.Equal((32, 256, 128), (defaults.Int("dimension"), defaults.Int("layer1"), defaults.Int("layer2")));
        Assert.Equal((0.2, 0.001, 0, 5), (defaults["dropout"], defaults["learningRate"], defaults["weightDecay"], defaults["patience"]));
    }

    [Fact]
    public void RefusalsNameWhatIsAllowed()
    {
        var split = TestRatings.Split();
        Assert.Contains("dcn-v2", Assert.Throws<DatasetException>(() => RankerAlgorithms.Get("dcn")).Message);
        Assert.Contains(
            "0 to 0.9", Assert.Throws<DatasetException>(() => TestRatings.Fit("din", split, parameters: [("dropout", 1)])).Message);
        var oneLabel = split with { Train = split.Train.Slice(0, 0) };
        Assert.Contains("both labels", Assert.Throws<DatasetException>(() => TestRatings.Fit("lr", oneLabel)).Message);
        Assert.Contains("history", Assert.Throws<DatasetException>(() => TestRatings.Fit("din", TestRatings.Split(0))).Message);
    }

    [Fact]
    public void ScoringLeavesNoTensorsBehind()
    {
        var split = TestRatings.Split();
        using var ranker = TestRatings.Fit("din", split, parameters: [("epochs", 1)]);
        _ = ranker.Score(split.Test);
        var before = torch.Tensor.TotalCount;
        _ = ranker.Score(split.Test);
        _ = ranker.ToWeights();

        // Fewer where a collection took what earlier tests had left.
        Assert.InRange(torch.Tensor.TotalCount, 0, before);
    }
}
