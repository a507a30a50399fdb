using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

/// <summary>Bundles whose scores come from a graph of their own: retrieval, given candidates, fallback.</summary>
public sealed class ScoreGraphTests : IDisposable
{
    private const int Items = 120;
    private const int Width = 6;
    private const int Dimension = 5;
    private const float Decay = 0.7f;

    private readonly TestTenant _tenant = new(Items);
    private readonly BundleFolder _folder = new();
    private readonly LinearScoresWeights _weights = Weights();
    private readonly ServingModel _model;

    public ScoreGraphTests()
    {
        _model = ServingModel.Load(Bundle(LinearScoresGraph.Build(_weights)), _tenant.Catalog, TestTenant.Sessions);
        _tenant.Set(_tenant.Catalog, _model);
    }

    public void Dispose()
    {
        _model.Dispose();
        _tenant.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void TheGraphIsTheFormula()
    {
        using var session = ScoresSession.TryCreate(TestTenant.Sessions, Bundle(LinearScoresGraph.Build(_weights)))!;
        var random = new Random(5);
        var histories = Enumerable.Range(0, 100).Select(i => Enumerable.Range(0, i % 21).Select(_ => random.Next(1, 31)).ToArray()).ToArray();
        var scores = new float[histories.Length * Items];
        session.Score([.. histories.SelectMany(h => h)], [.. histories.Select(h => h.Length)], scores);
        for (var user = 0; user < histories.Length; user++)
        {
            var expected = Expected(histories[user]);
            for (var item = 0; item < Items; item++)
            {
                Assert.Equal(expected[item], scores[(user * Items) + item], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EitherPartMayBeMissing(bool rows)
    {
        var part = rows ? _weights with { Dimension = 0 } : _weights with { Width = 0 };
        using var session = ScoresSession.TryCreate(TestTenant.Sessions, Bundle(LinearScoresGraph.Build(part)))!;
        var scores = new float[Items];
        session.Score([4, 9, 4], [3], scores);
        Assert.Equal(Expected([4, 9, 4], part), scores.Select(s => (double)s), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public async Task TheWorkerReturnsTheBestByTheGraph()
    {
        await using var worker = Scorers.Worker(Scorers.Create(_tenant), new ScoringOptions());
        var query = Scorers.Query(TestTenant.History(3, 14, 3, 92), count: 20) with { Excluded = new Packed<int>([3, 14, 92]) };
        var result = await worker.Ask(query).InTime();
        var expected = Expected([4, 15, 4, 93]);
        var best = Enumerable.Range(0, Items)
            .Where(i => i is not (3 or 14 or 92) && expected[i] != 0)
            .OrderByDescending(i => expected[i])
            .Take(20)
            .ToArray();
        Assert.Equal(best, result.Ordinals());
        Assert.Equal(expected[best[0]], result.Candidates[0].Score, 1e-4);
        Assert.Equal([1f], result.Vector.Values.Span.ToArray());
    }

    [Fact]
    public void GivenCandidatesAreScoredByTheGraphToo()
    {
        var query = Scorers.Query(TestTenant.History(3, 14)) with { Candidates = new Packed<int>([7, 8, 9, 80]) };
        var expected = Expected([4, 15]);
        Assert.Equal(new[] { 7, 8, 9, 80 }.OrderByDescending(i => expected[i]), _tenant.Score(query).Ordinals());
    }

    [Fact]
    public void AllUsersOfABatchGetWhatTheyGetAlone()
    {
        var random = new Random(11);
        var queries = Enumerable.Range(0, 70)
            .Select(i => Scorers.Query(TestTenant.History([.. Enumerable.Range(0, i % 30).Select(_ => random.Next(Items))])))
            .ToArray();
        var together = Scorers.Create(_tenant).Score(queries);
        for (var i = 0; i < queries.Length; i++)
        {
            Assert.Equal(_tenant.Score(queries[i]).Ordinals(), together[i].Ordinals());
        }
    }

    [Fact]
    public void WhenTheWorkerIsFullPopularItemsComeFirst()
    {
        var query = Scorers.Query(TestTenant.History(3, 14), count: 5);
        var vector = _tenant.Score(query).Vector;
        var result = FallbackScorer.Score(_tenant.Snapshot, query, vector, InteractionTypes.Default, TestTenant.Now);
        Assert.Equal(_model.Version, result.ModelVersion);

        // Nobody has touched anything, so the most popular are the first of the catalog; the model's order is the other way round.
        Assert.Equal(Enumerable.Range(0, 5).Select(i => FallbackScorer.PopularDepth - 1 - i), result.Ordinals());
    }

    [Fact]
    public void AGraphOfAnotherShapeIsRefused()
    {
        var wrong = LinearScoresGraph.Build(Weights(Items - 1));
        var error = Assert.Throws<InvalidBundleException>(() => ServingModel.Load(Bundle(wrong), _tenant.Catalog, TestTenant.Sessions));
        Assert.Equal(BundleFiles.Scores, error.File);
    }

    private ModelBundle Bundle(byte[] scores)
    {
        var folder = Path.Combine(_folder.Root, $"scores-{Directory.GetDirectories(_folder.Root).Length}");
        var popularity = Enumerable.Range(1, Items).Select(i => (float)i).ToArray();
        var manifest = new BundleManifest
        {
            Version = "20260102T030405Z-00000000",
            Tenant = "default",
            Architecture = "linear",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Dimension = 1,
            StateDimension = 0,
            MaxLength = 12,
            EventTypes = Orleans.Reco.Testing.TestBundles.EventTypes,
        };
        _ = BundleWriter.Write(folder, manifest, new BundleContents
        {
            ItemIds = TestTenant.Ids(Items),
            ItemVectors = Array.ConvertAll(popularity, MathF.Log),
            Popularity = popularity,
            Encode = ConstantEncoderGraph.Build(),
            Scores = scores,
        });
        return ModelBundle.Open(folder);
    }

    private double[] Expected(int[] history, LinearScoresWeights? weights = null)
    {
        weights ??= _weights;
        var scores = new double[Items];
        var seen = new HashSet<int>();
        var last = history.TakeLast(12).Reverse().ToArray();
        for (var age = 0; age < last.Length; age++)
        {
            if (!seen.Add(last[age]))
            {
                continue;
            }

            var (row, weight) = (last[age] - 1, Math.Pow(Decay, age));
            for (var n = 0; n < weights.Width; n++)
            {
                if (weights.RowItems.Span[(row * Width) + n] is > 0 and var target)
                {
                    scores[target - 1] += weight * weights.RowWeights.Span[(row * Width) + n];
                }
            }

            for (var item = 0; item < Items; item++)
            {
                for (var k = 0; k < weights.Dimension; k++)
                {
                    scores[item] += weight * weights.From.Span[(row * Dimension) + k] * weights.To.Span[(item * Dimension) + k];
                }
            }
        }

        return scores;
    }

    private static LinearScoresWeights Weights(int items = Items)
    {
        var random = new Random(3);
        return new LinearScoresWeights
        {
            Items = items,
            Decay = Decay,
            Width = Width,
            RowItems = Enumerable.Range(0, items * Width).Select(_ => random.Next(0, items + 1)).ToArray(),
            RowWeights = Orleans.Reco.Testing.TestBundles.Uniform(random, items * Width, 1),
            Dimension = Dimension,
            From = Orleans.Reco.Testing.TestBundles.Uniform(random, items * Dimension, 1),
            To = Orleans.Reco.Testing.TestBundles.Uniform(random, items * Dimension, 0.5f),
        };
    }
}
