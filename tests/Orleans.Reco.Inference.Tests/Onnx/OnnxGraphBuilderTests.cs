using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference.Tests;

public class OnnxGraphBuilderTests
{
    [Fact]
    public void AGraphOfAllKindsOfConstantsRuns()
    {
        var bytes = new OnnxGraphBuilder("all")
            .Input("x", OnnxType.Float, "n", 2)
            .Initializer("shape", (ReadOnlySpan<long>)[-1], 1)
            .Initializer("one", (ReadOnlySpan<float>)[1f])
            .Initializer("index", (ReadOnlySpan<int>)[1], 1)
            .Node("LeakyRelu", ["x"], "leaky", OnnxAttribute.Float("alpha", 0.5f))
            .Node("Add", ["leaky", "one"], "shifted")
            .Node("Reshape", ["shifted", "shape"], "flat")
            .Node("Gather", ["flat", "index"], "picked", OnnxAttribute.Int("axis", 0))
            .Output("flat", OnnxType.Float, "m")
            .Output("picked", OnnxType.Float, 1)
            .Build();
        using var session = new InferenceSession(bytes);
        using var x = OrtValue.CreateTensorValueFromMemory(new float[] { 2f, -4f, 0f, 8f }, [2, 2]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["x"], [x], ["flat", "picked"]);
        Assert.Equal([3f, -1f, 1f, 9f], outputs[0].GetTensorDataAsSpan<float>());
        Assert.Equal([-1f], outputs[1].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void ANodeThatNamesAnUnknownValueIsRefused()
    {
        var graph = new OnnxGraphBuilder("g").Input("x", OnnxType.Float, 1);
        var error = Assert.Throws<ArgumentException>(() => graph.Node("Add", ["x", "y"], "z"));
        Assert.Contains("'y'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameIsTakenOnce()
    {
        var graph = new OnnxGraphBuilder("g").Input("x", OnnxType.Float, 1);
        _ = Assert.Throws<ArgumentException>(() => graph.Node("Neg", ["x"], "x"));
    }

    [Fact]
    public void AConstantMustFillItsShape()
    {
        var error = Assert.Throws<ArgumentException>(() => new OnnxGraphBuilder("g").Initializer("w", (ReadOnlySpan<float>)[1f, 2f], 3));
        Assert.Contains("'w' has 2 values, its shape [3] needs 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGraphWithoutOutputsIsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new OnnxGraphBuilder("g").Input("x", OnnxType.Float, 1).Build());
}
