using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Inference;
using Orleans.Reco.Testing;

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
        Assert.True(result.Published.Ndcg > result.BlendNdcg + 0.1, $"{result.Published.Ndcg} against {result.BlendNdcg}");
        Assert.Null(result.Int8);
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
        var options = new ServedRankerOptions { Parameters = Quick, Precision = RankerPrecision.Int8 };
        var (first, again) = (Train(Input(1), options)!, Train(Input(1), options)!);
        Assert.Equal(first.Float32.Ndcg, again.Float32.Ndcg);
        Assert.Equal(first.Float32.Bytes, again.Float32.Bytes);
        Assert.Equal(first.Int8!.Auc, again.Int8!.Auc);
        Assert.Equal(first.Int8.Bytes, again.Int8.Bytes);
    }

    [Fact]
    public void AnInt8RankerIsPublishedWhereItLosesLittle()
    {
        var options = new ServedRankerOptions { Parameters = Quick, Precision = RankerPrecision.Int8, MaxQuantizationLoss = 0.01 };
        var result = Train(Input(neighbourWeight: 0), options)!;
        Assert.Same(result.Int8, result.Published);
        Assert.NotEqual(result.Float32.Bytes, result.Int8!.Bytes);
        Assert.InRange(result.QuantizationLoss, -0.01, 0.01);
        Assert.Equal(result.Float32.LogLoss, result.Int8.LogLoss, 0.02);
        Assert.InRange(result.ChangedTop, 0, 0.2);
    }

    // Scores of the graph are those of the layers on the rows that training writes, so that no column is another's.
    [Fact]
    public void GraphTakesTheFeaturesAsServingComputesThem()
    {
        var candidates = Candidates(0.5f, depth: 30);
        var layers = Layers(candidates.RowWidth);
        using var session = RankerSession.Create(
            new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance),
            MlpRankerGraph.Build(Dimension, RankerFeatures.All.Count, layers),
            Dimension,
            RankerFeatures.All);
        var scores = candidates.Score(session);
        for (var i = 0; i < candidates.Items.Length; i++)
        {
            Assert.Equal(Naive(layers, Row(candidates, candidates.Items[i])), scores[i], 1e-5);
        }
    }

    // Ranges of rows that are next to nothing make everything saturate.
    [Fact]
    public void AnInt8RankerThatLosesTooMuchIsNotPublished()
    {
        var candidates = Candidates(0.5f, depth: 30);
        var layers = Layers(candidates.RowWidth);

        // Turned to is what the layers like best, so that float32 is without fault.
        var best = candidates.Items.OrderByDescending(i => Naive(layers, Row(candidates, i))).Take(5);
        candidates.Targets.Clear();
        candidates.Targets.UnionWith(best);
        var logger = new ListLogger();
        var narrow = Enumerable.Repeat(1e-6f, candidates.RowWidth).ToArray();
        ServedRankerResult Judge(double limit) =>
            new ServedRankerJudge(new ServedRankerOptions { Precision = RankerPrecision.Int8, MaxQuantizationLoss = limit }, logger)
                .Judge(layers, narrow, [candidates], TestContext.Current.CancellationToken);

        var refused = Judge(0);
        Assert.Equal(1, refused.Float32.Auc);
        Assert.True(refused.QuantizationLoss > 0, $"{refused.QuantizationLoss}");
        Assert.Same(refused.Float32, refused.Published);
        Assert.Contains("published in float32", Assert.Single(logger.Messages), StringComparison.Ordinal);
        Assert.Same(refused.Float32.Bytes, refused.Published.Bytes);

        var allowed = Judge(0.5);
        Assert.True(allowed.QuantizationLoss <= 0.5, $"{allowed.QuantizationLoss}");
        Assert.Same(allowed.Int8, allowed.Published);
        _ = Assert.Single(logger.Messages);
    }

    [Fact]
    public void TheManifestSaysWhatWasMeasured()
    {
        var exact = new ServedRankerGraph(RankerPrecision.Float32, [1], 0.25, 0.75, 0.5);
        var result = new ServedRankerResult(60, 0.125, exact, exact with { Precision = RankerPrecision.Int8, Auc = 0.7495 }, 0.05, 0.001);
        var manifest = result.Describe(Manifest());
        Assert.Equal(RankerPrecision.Int8, manifest.RankerPrecision);
        Assert.Equal(RankerFeatures.All, manifest.RankerFeatures);
        Assert.Equal("1", manifest.Parameters["seed"]);
        Assert.Equal("0.75", manifest.Parameters["ranker.heldOut.float32.auc"]);
        Assert.Equal("0.7495", manifest.Parameters["ranker.heldOut.int8.auc"]);
        Assert.Equal("0.05", manifest.Parameters["ranker.heldOut.int8.changedTop20"]);
        var refused = (result with { MaxQuantizationLoss = 0.0001 }).Describe(Manifest());
        Assert.Equal(RankerPrecision.Float32, refused.RankerPrecision);
        Assert.Equal("0.7495", refused.Parameters["ranker.heldOut.int8.auc"]);
    }

    [Fact]
    public void OptionsOutsideTheirRangeAreRefused()
    {
        void Refused(string field, string text, ServedRankerOptions options)
        {
            var error = Assert.Throws<DatasetException>(() => Train(Input(0), options));
            Assert.Equal(field, error.Field);
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }

        Refused("maxQuantizationLoss", "0 to 0.5", new() { MaxQuantizationLoss = -0.1 });
        Refused("maxQuantizationLoss", "0 to 0.5", new() { MaxQuantizationLoss = double.NaN });
        Refused("precision", "Float32, Int8", new() { Precision = (RankerPrecision)5 });
        Refused("depth", "1 to 10000", new() { Depth = 0 });
    }

    private static readonly Dictionary<string, double> Quick = new() { ["epochs"] = 15, ["learningRate"] = 0.005, ["batchSize"] = 64 };

    private static ServedRankerResult? Train(ServedRankerInput input, ServedRankerOptions options) =>
        new ServedRankerTrainer(options, TimeProvider.System, NullLogger<ServedRankerJudge>.Instance).Train(input, TestContext.Current.CancellationToken);

    private static ServedCandidates Candidates(float neighbourWeight, int depth)
    {
        var input = Input(neighbourWeight);
        var test = input.Cases[0];
        return new ServedCandidates(input, test, input.Encode([test.History]), depth);
    }

    private static DenseLayer[] Layers(int inputs)
    {
        var random = new Random(1);
        return [TestBundles.Dense(random, inputs, 16), TestBundles.Dense(random, 16, 8), TestBundles.Dense(random, 8, 1)];
    }

    private static float[] Row(ServedCandidates candidates, int item)
    {
        var row = new float[candidates.RowWidth];
        candidates.Write(item, row);
        return row;
    }

    private static BundleManifest Manifest() => new()
    {
        Version = "20260102T030405Z-00000001",
        Tenant = "default",
        Architecture = "recurrent",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Dimension = Dimension,
        StateDimension = 0,
        MaxLength = 10,
        EventTypes = [],
        Parameters = new() { ["seed"] = "1" },
    };

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

    private sealed class ListLogger : ILogger<ServedRankerJudge>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? error, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, error));
    }
}
