using System.Numerics.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>
/// The pairs of user and item of a whole batch, which the ranker scores together. Reusable, as its arrays are megabytes; not thread-safe.
/// </summary>
internal sealed class RankerBatch
{
    private float[] _users = [];
    private float[] _items = [];
    private float[] _features = [];
    private float[] _scores = [];
    private int _count;

    /// <summary>Begins a batch of at most <paramref name="capacity"/> pairs.</summary>
    public void Begin(RankerSession ranker, int capacity)
    {
        _count = 0;
        Ensure(ref _users, capacity * ranker.Dimension);
        Ensure(ref _items, capacity * ranker.Dimension);
        Ensure(ref _features, capacity * ranker.Features.Count);
        Ensure(ref _scores, capacity);
    }

    /// <summary>Adds the pairs of a user with the first candidates of a list; the pool is still that of the user.</summary>
    /// <returns>The position of the first pair.</returns>
    public int Add(ServingModel model, ReadOnlySpan<float> user, List<ScoredCandidate> candidates, int count, CandidatePool pool)
    {
        var ranker = model.Ranker!;
        var (first, dimension, width) = (_count, ranker.Dimension, ranker.Features.Count);
        for (var i = 0; i < count; i++, _count++)
        {
            _ = model.Vectors.TryGetVector(candidates[i].Ordinal, out var item);
            user.CopyTo(_users.AsSpan(_count * dimension));
            item.CopyTo(_items.AsSpan(_count * dimension));
        }

        for (var f = 0; f < width; f++)
        {
            Fill(ranker.Features[f], model, user, candidates, _features.AsSpan((first * width) + f), width, count, pool);
        }

        return first;
    }

    /// <summary>Scores all pairs.</summary>
    public void Run(RankerSession ranker) =>
        ranker.Score(
            _users.AsMemory(0, _count * ranker.Dimension),
            _items.AsMemory(0, _count * ranker.Dimension),
            _features.AsMemory(0, _count * ranker.Features.Count),
            _scores.AsMemory(0, _count));

    /// <summary>Puts the first candidates of a list into the ranker's order, and the others below them in the order they had.</summary>
    public void Reorder(List<ScoredCandidate> candidates, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            candidates[i] = candidates[i] with { Score = _scores[first + i] };
        }

        CandidateOrder.SortBestFirst(candidates, count);
        CandidateOrder.ScoreBelow(candidates, count);
    }

    /// <summary>One feature of all pairs of a user, at <c>features[i * width]</c>.</summary>
    private static void Fill(
        string feature,
        ServingModel model,
        ReadOnlySpan<float> user,
        List<ScoredCandidate> candidates,
        Span<float> features,
        int width,
        int count,
        CandidatePool pool)
    {
        switch (feature)
        {
            case RankerFeatures.Dot:
                for (var i = 0; i < count; i++)
                {
                    _ = model.Vectors.TryGetVector(candidates[i].Ordinal, out var item);
                    features[i * width] = TensorPrimitives.Dot(user, item);
                }

                break;
            case RankerFeatures.Neighbour:
                for (var i = 0; i < count; i++)
                {
                    features[i * width] = pool.Neighbour(candidates[i].Ordinal);
                }

                break;
            case RankerFeatures.LogPopularity:
                for (var i = 0; i < count; i++)
                {
                    features[i * width] = MathF.Log(1 + MathF.Max(0, model.PopularityOf(candidates[i].Ordinal)));
                }

                break;
            default:
                throw new InvalidOperationException($"Feature '{feature}' has no code.");
        }
    }

    private static void Ensure(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[length];
        }
    }
}
