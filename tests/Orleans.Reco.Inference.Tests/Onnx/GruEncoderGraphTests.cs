using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference.Tests;

public class GruEncoderGraphTests
{
    [Fact]
    public void EqualWeightsGiveEqualBytes()
    {
        var first = GruEncoderGraphs.BuildEncode(TestBundles.GruWeights(20, 3, 8, 8, seed: 1));
        var second = GruEncoderGraphs.BuildEncode(TestBundles.GruWeights(20, 3, 8, 8, seed: 1));
        Assert.Equal(first, second);
        Assert.NotEqual(first, GruEncoderGraphs.BuildEncode(TestBundles.GruWeights(20, 3, 8, 8, seed: 2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GraphsHaveTheDocumentedInputsAndOutputs(bool projection)
    {
        var weights = TestBundles.GruWeights(20, 3, 8, projection ? 12 : 8, seed: 1, projection);
        using var step = new InferenceSession(GruEncoderGraphs.BuildStep(weights));
        Assert.Equal(["event", "item", "state"], step.InputMetadata.Keys.Order());
        Assert.Equal(["new_state", "vector"], step.OutputMetadata.Keys.Order());
        Assert.Equal([-1, 8], step.OutputMetadata["vector"].Dimensions);
        Assert.Equal([-1, weights.StateDimension], step.OutputMetadata["new_state"].Dimensions);
        using var encode = new InferenceSession(GruEncoderGraphs.BuildEncode(weights));
        Assert.Equal(["events", "items", "lengths"], encode.InputMetadata.Keys.Order());
        Assert.Equal(["state", "vector"], encode.OutputMetadata.Keys.Order());
        Assert.Equal([-1, weights.StateDimension], encode.OutputMetadata["state"].Dimensions);
    }

    [Fact]
    public void AnArrayOfTheWrongSizeIsNamed()
    {
        var weights = TestBundles.GruWeights(20, 3, 8, 8, seed: 1) with { WeightHh = new float[5] };
        var error = Assert.Throws<ArgumentException>(() => GruEncoderGraphs.BuildStep(weights));
        Assert.Contains("WeightHh has 5 values; its shape [24, 8] needs 192", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAProjectionTheStateIsTheVector()
    {
        var weights = TestBundles.GruWeights(20, 3, 8, 12, seed: 1) with { Projection = null, ProjectionBias = null };
        _ = Assert.Throws<ArgumentException>(() => GruEncoderGraphs.BuildEncode(weights));
    }
}
