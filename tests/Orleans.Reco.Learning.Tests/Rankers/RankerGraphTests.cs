using Microsoft.ML.OnnxRuntime;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class RankerGraphTests
{
    private const int Rows = 1_000;

    public static TheoryData<string> Names => [.. RankerAlgorithms.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void GraphGivesTheTrainersScoresInTheSameOrder(string name)
    {
        var split = TestRatings.Split();
        using var ranker = TestRatings.Fit(name, split, parameters: [("learningRate", 0.005)]);
        var rows = RatingFeatures.Build(TestRatings.Log(seed: 99), historyLength: 8).Slice(1_000, 1_000 + Rows);
        var expected = ranker.Score(rows);
        var actual = Run(ranker.ToWeights(), rows);
        for (var i = 0; i < Rows; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5);
        }

        Assert.True(expected.Max() - expected.Min() > 0.2, "the scores are not all alike");

        // Scores closer than rounding may change places, others may not.
        var order = Enumerable.Range(0, Rows).OrderBy(i => actual[i]).ToArray();
        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(expected[pair.First] <= expected[pair.Second] + 1e-6));
    }

    [Fact]
    public void WeightsWithoutATermAreRefused()
    {
        var nothing = new RankerWeights
        {
            Fields = [new RankerField("user", 2)],
            Dimension = 1,
            Embeddings = [0, 0],
            NumberScale = [],
            NumberShift = [],
        };
        Assert.Contains("linear", Assert.Throws<ArgumentException>(() => RankerGraphs.Build(nothing)).Message);
    }

    private static float[] Run(RankerWeights weights, RankingDataset rows)
    {
        using var session = new InferenceSession(RankerGraphs.Build(weights));
        var schema = rows.Schema;
        var inputs = new Dictionary<string, OrtValue>();
        foreach (var field in weights.Fields)
        {
            var column = schema.IndexOf(field.Name);
            long[] ids = [.. Enumerable.Range(0, rows.Count).Select(r => (long)rows.Ids[(r * schema.Fields.Count) + column])];
            inputs[field.Name] = OrtValue.CreateTensorValueFromMemory(ids, [rows.Count]);
        }

        if (weights.NumberScale.Length > 0)
        {
            inputs[RankerGraphs.Numbers] = OrtValue.CreateTensorValueFromMemory(rows.Numbers, [rows.Count, schema.Numbers.Count]);
        }

        if (weights.Interest is not null)
        {
            long[] shape = [rows.Count, schema.HistoryLength];
            inputs[RankerGraphs.HistoryItems] = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(rows.HistoryItems, i => (long)i), shape);
            inputs[RankerGraphs.HistorySignals] = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(rows.HistorySignals, i => (long)i), shape);
        }

        Assert.Equal(session.InputNames.Order(), inputs.Keys.Order());
        using var options = new RunOptions();
        using var outputs = session.Run(options, inputs, [RankerGraphs.Score]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
