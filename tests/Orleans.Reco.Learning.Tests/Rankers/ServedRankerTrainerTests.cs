using Microsoft.ML.OnnxRuntime;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class ServedRankerTrainerTests
{
    private const int Items = 50;
    private const int Dimension = 6;

    [Fact]
    public void ARankerThatFindsWhatTheBlendOverlooksIsAccepted()
    {
        var input = Input(neighbourWeight: 0);
        var result = Train(input, new ServedRankerOptions { Parameters = Quick })!;
        Assert.True(result.Accepted);
        Assert.True(result.RankerNdcg > result.BlendNdcg + 0.1, $"{result.RankerNdcg} against {result.BlendNdcg}");
        Assert.Equal((input.Cases.Count + 1) / 2, result.Users);
    }

    [Fact]
    public void ARankerIsRefusedWhereTheBlendIsRightAlready()
    {
        var input = Input(neighbourWeight: 0);
        var vectors = input.Encode([.. input.Cases.Select(c => c.History)]);
        EvaluationCase[] right =
        [
            .. input.Cases.Select((c, i) => c with
            {
                Targets = [new ServedCandidates(input, c, vectors.AsSpan(i * Dimension, Dimension), 1).Items[0]],
            }),
        ];
        var result = Train(input with { Cases = right }, new ServedRankerOptions { Parameters = Quick })!;
        Assert.Equal(1, result.BlendNdcg);
        Assert.False(result.Accepted);
    }

    [Fact]
    public void FewUsersGiveNoRanker() =>
        Assert.Null(Train(Input(neighbourWeight: 0), new ServedRankerOptions { MinUsers = 10_000 }));

    [Fact]
    public void SameSeedSameRanker()
    {
        var options = new ServedRankerOptions { Parameters = Quick };
        var (first, again) = (Train(Input(1), options)!, Train(Input(1), options)!);
        Assert.Equal(first.RankerNdcg, again.RankerNdcg);
        Assert.Equal(first.Layers[0].Weight, again.Layers[0].Weight);
    }

    // The graph takes raw rows, and must order candidates as the network did that was judged.
    [Fact]
    public void GraphTakesTheFeaturesAsServingComputesThem()
    {
        var input = Input(neighbourWeight: 0.5f);
        var result = Train(input, new ServedRankerOptions { Parameters = Quick })!;
        using var session = new InferenceSession(result.ToGraph());
        var test = input.Cases[0];
        var user = input.Encode([test.History]);
        var candidates = new ServedCandidates(input, test, user, 30);
        var rows = new float[candidates.Items.Length * candidates.RowWidth];
        for (var i = 0; i < candidates.Items.Length; i++)
        {
            candidates.Write(candidates.Items[i], rows.AsSpan(i * candidates.RowWidth, candidates.RowWidth));
        }

        float[] Columns(int from, int count) =>
            [.. Enumerable.Range(0, candidates.Items.Length).SelectMany(r => rows.AsSpan((r * candidates.RowWidth) + from, count).ToArray())];
        var n = candidates.Items.Length;
        using var options = new RunOptions();
        using var outputs = session.Run(
            options,
            new Dictionary<string, OrtValue>
            {
                ["user"] = OrtValue.CreateTensorValueFromMemory(Columns(0, Dimension), [n, Dimension]),
                ["item"] = OrtValue.CreateTensorValueFromMemory(Columns(Dimension, Dimension), [n, Dimension]),
                ["features"] = OrtValue.CreateTensorValueFromMemory(Columns(2 * Dimension, 3), [n, 3]),
            },
            ["score"]);
        var scores = outputs[0].GetTensorDataAsSpan<float>();
        for (var r = 0; r < n; r++)
        {
            Assert.Equal(Naive(result.Layers, rows.AsSpan(r * candidates.RowWidth, candidates.RowWidth)), scores[r], 1e-5);
        }
    }

    private static readonly Dictionary<string, double> Quick = new() { ["epochs"] = 15, ["learningRate"] = 0.005, ["batchSize"] = 64 };

    private static ServedRankerResult? Train(ServedRankerInput input, ServedRankerOptions options) =>
        new ServedRankerTrainer(options, TimeProvider.System).Train(input, TestContext.Current.CancellationToken);

    private static double Naive(IReadOnlyList<DenseLayer> layers, ReadOnlySpan<float> row)
    {
        var x = Array.ConvertAll(row.ToArray(), v => (double)v);
        for (var l = 0; l < layers.Count; l++)
        {
            var layer = layers[l];
            x =
            [
                .. Enumerable.Range(0, layer.Outputs).Select(o =>
                {
                    var y = layer.Bias[o] + x.Select((v, i) => v * layer.Weight[(o * layer.Inputs) + i]).Sum();
                    return l < layers.Count - 1 ? Math.Max(0, y) : y;
                }),
            ];
        }

        return 1 / (1 + Math.Exp(-x[0]));
    }

    // Vectors that mean nothing: what shoppers turn to next is known to the neighbours only.
    private static ServedRankerInput Input(float neighbourWeight)
    {
        var data = TestShop.Dataset(users: 400, items: Items);
        var split = TemporalSplit.Create(data, 0.1, 0.3);
        var random = new Random(1);
        float[] vectors = [.. Enumerable.Range(0, Items * Dimension).Select(_ => (float)random.NextDouble() - 0.5f)];
        return new ServedRankerInput
        {
            Data = data,
            Cases = TemporalSplit.Cases(data, split.HoldoutFrom),
            Encode = histories => [.. histories.SelectMany(h => vectors.AsSpan((h.Span[^1].Item - 1) * Dimension, Dimension).ToArray())],
            ItemVectors = vectors,
            Neighbours = BundleNeighbours.Create(ItemKnnModel.Fit(data, split.HoldoutFrom), 10),
            NeighbourWeight = neighbourWeight,
            Popularity = PopularityModel.Fit(data, split.HoldoutFrom).Scores,
            Candidates = TemporalSplit.ItemsBefore(data, split.HoldoutFrom),
        };
    }
}
