using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Inference.Tests;

public sealed class Int8RankerGraphTests
{
    private const int Rows = 64;

    private static readonly Gen<(int Seed, int Dimension, int First, int Second, float Wide)> Shapes =
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[1, 40], Gen.Int[1, 90], Gen.Int[1, 40], Gen.Float[0.01f, 1000f]);

    // A column as wide as a count beside one as narrow as an embedding must not cost the latter its digits.
    [Fact]
    public void ScoresAreCloseToThoseOfTheFloatGraph() =>
        Shapes.Sample(s =>
        {
            var (layers, rows) = Ranker(s.Seed, s.Dimension, s.First, s.Second, s.Wide);
            var exact = Score(s.Dimension, MlpRankerGraph.Build(s.Dimension, 3, layers), rows);
            var rounded = Score(s.Dimension, MlpRankerGraph.BuildInt8(s.Dimension, 3, layers, rows), rows);
            Assert.All(exact.Zip(rounded), p => Assert.InRange(p.First - p.Second, -0.02f, 0.02f));
        });

    [Fact]
    public void AScoreDoesNotDependOnTheBatch()
    {
        var (layers, rows) = Ranker(seed: 1, dimension: 16, first: 48, second: 24, wide: 50);
        using var session = Session(16, MlpRankerGraph.BuildInt8(16, 3, layers, rows));
        var all = Score(session, rows);
        var width = rows.Length / Rows;
        for (var row = 0; row < Rows; row++)
        {
            Assert.Equal(all[row], Score(session, rows[(row * width)..((row + 1) * width)])[0]);
        }
    }

    [Fact]
    public void EqualWeightsAndRowsGiveEqualBytes()
    {
        byte[] Build()
        {
            var (layers, rows) = Ranker(seed: 2, dimension: 8, first: 20, second: 10, wide: 1);
            return MlpRankerGraph.BuildInt8(8, 3, layers, rows);
        }

        Assert.Equal(Build(), Build());
    }

    // Rows without a value in a column, a unit that never fires and one without weights leave ranges of zero.
    [Fact]
    public void RangesOfZeroGiveFiniteScores()
    {
        var (layers, rows) = Ranker(seed: 3, dimension: 4, first: 6, second: 5, wide: 1);
        layers[0].Weight.AsSpan(0, layers[0].Inputs).Clear();
        layers[0].Bias[1] = -1e6f;
        for (var at = 0; at < rows.Length; at += layers[0].Inputs)
        {
            rows[at] = 0;
        }

        var exact = Score(4, MlpRankerGraph.Build(4, 3, layers), rows);
        var rounded = Score(4, MlpRankerGraph.BuildInt8(4, 3, layers, rows), rows);
        Assert.All(exact.Zip(rounded), p => Assert.Equal(p.First, p.Second, 0.02f));
        Assert.All(Score(4, MlpRankerGraph.BuildInt8(4, 3, layers, new float[rows.Length]), rows), s => Assert.InRange(s, 0f, 1f));
    }

    [Fact]
    public void ValuesOutsideTheRangeSaturate()
    {
        DenseLayer[] layers = [new(5, 2, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0]), new(2, 1, [1, 0], [0])];
        using var session = Session(1, MlpRankerGraph.BuildInt8(1, 3, layers, [2f, 1, 1, 1, 1]));
        var scores = Score(session, [2, 0, 0, 0, 0, 50, 0, 0, 0, 0]);
        Assert.Equal(1 / (1 + MathF.Exp(-2)), scores[0], 1e-3f);
        Assert.Equal(scores[0], scores[1], 1e-3f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public void RowsThatAreNoneAreRefused(int values)
    {
        var layers = Ranker(seed: 4, dimension: 4, first: 3, second: 2, wide: 1).Layers;
        var error = Assert.Throws<ArgumentException>(() => MlpRankerGraph.BuildInt8(4, 3, layers, new float[values]));
        Assert.Contains($"{values} values are no rows of 11", error.Message, StringComparison.Ordinal);
    }

    private static (DenseLayer[] Layers, float[] Rows) Ranker(int seed, int dimension, int first, int second, float wide)
    {
        var random = new Random(seed);
        var width = (2 * dimension) + 3;
        DenseLayer[] layers =
            [TestBundles.Dense(random, width, first), TestBundles.Dense(random, first, second), TestBundles.Dense(random, second, 1)];
        var rows = TestBundles.Uniform(random, Rows * width, 1f);
        for (var i = width - 1; i < rows.Length; i += width)
        {
            rows[i] *= wide;
        }

        for (var i = width - 1; i < layers[0].Weight.Length; i += width)
        {
            layers[0].Weight[i] /= wide;
        }

        return (layers, rows);
    }

    private static float[] Score(int dimension, byte[] graph, float[] rows)
    {
        using var session = Session(dimension, graph);
        return Score(session, rows);
    }

    private static RankerSession Session(int dimension, byte[] graph) =>
        RankerSession.Create(new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), graph, dimension, RankerFeatures.All);

    private static float[] Score(RankerSession session, float[] rows)
    {
        var (d, width) = (session.Dimension, (2 * session.Dimension) + 3);
        var scores = new float[rows.Length / width];
        float[] Columns(int from, int count) => [.. rows.Chunk(width).SelectMany(row => row.Skip(from).Take(count))];
        session.Score(Columns(0, d), Columns(d, d), Columns(2 * d, 3), scores);
        return scores;
    }
}
