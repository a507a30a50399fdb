using System.Numerics.Tensors;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference.Tests;

public sealed class FallbackScorerTests : IDisposable
{
    private readonly TestTenant _tenant = new(100);

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public void AVectorOfTheModelInServiceOrdersByDotProduct()
    {
        var model = _tenant.Serve(100, new TestBundleOptions { NeighbourWeight = 0 });
        var vector = _tenant.Score(Scorers.Query(TestTenant.History(1, 2))).Vector;
        var result = Score(Scorers.Query(TestTenant.History(1, 2)), vector);
        Assert.True(result.Degraded);
        Assert.Equal(model.Version, result.ModelVersion);
        Assert.True(result.State.IsEmpty);

        // The best of the popular items, and whatever other sources brought that is better.
        var looked = _tenant.Snapshot.Rankings.Popular()[..FallbackScorer.PopularDepth].ToArray().Union(result.Ordinals());
        Assert.Equal(looked.OrderByDescending(ordinal => Dot(model, vector, ordinal)).Take(10), result.Ordinals());
    }

    [Fact]
    public void AVectorOfAnotherModelIsNotUsed()
    {
        _ = _tenant.Serve(100);
        var old = new Embedding(new Packed<float>(new float[16]), "20250101T000000Z-00000000");
        var result = Score(Scorers.Query(), old);
        Assert.True(result.Degraded);
        Assert.Equal(ScoreResult.NoModel, result.ModelVersion);
        Assert.Equal(_tenant.Snapshot.Rankings.Popular()[..10].ToArray(), result.Ordinals());
    }

    [Fact]
    public void WithoutAnythingThereIsPopularity()
    {
        var result = Score(Scorers.Query(TestTenant.History(1)) with { Excluded = new Packed<int>([0, 1, 2]) }, default);
        Assert.Equal(10, result.Candidates.Length);
        Assert.DoesNotContain(1, result.Ordinals());
    }

    [Fact]
    public void GivenCandidatesStayTheOnlyOnes()
    {
        _ = _tenant.Serve(100);
        var vector = _tenant.Score(Scorers.Query(TestTenant.History(1, 2))).Vector;
        var result = Score(Scorers.Query(TestTenant.History(1)) with { Candidates = new Packed<int>([7, 5]) }, vector);
        Assert.Equal([5, 7], result.Ordinals().Order());
    }

    private static float Dot(ServingModel model, Embedding vector, int ordinal)
    {
        Assert.True(model.Vectors.TryGetVector(ordinal, out var item));
        return TensorPrimitives.Dot(vector.Values.Span, item);
    }

    private ScoreResult Score(ScoreQuery query, Embedding vector) =>
        FallbackScorer.Score(_tenant.Snapshot, query, vector, InteractionTypes.Default, TestTenant.Now);
}
