using System.Numerics.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>
/// The pairs of user and item of a whole batch, for one run of the ranker. Reusable, as its arrays are megabytes; not thread-safe.
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
    public int Add(ServingModel model, ReadOnlySpan<float> user, IReadOnlyList<ScoredCandidate> candidates, int count, CandidatePool pool)
    {
        var ranker = model.Ranker!;
        var first = _count;
        for (var i = 0; i < count; i++, _count++)
        {
            var ordinal = candidates[i].Ordinal;
            _ = model.Vectors.TryGetVector(ordinal, out var item);
            user.CopyTo(_users.AsSpan(_count * ranker.Dimension));
            item.CopyTo(_items.AsSpan(_count * ranker.Dimension));
            for (var f = 0; f < ranker.Features.Count; f++)
            {
                _features[(_count * ranker.Features.Count) + f] = ranker.Features[f] switch
                {
                    RankerFeatures.Dot => TensorPrimitives.Dot(user, item),
                    RankerFeatures.Neighbour => pool.Neighbour(ordinal),
                    RankerFeatures.LogPopularity => MathF.Log(1 + MathF.Max(0, model.PopularityOf(ordinal))),
                    var unknown => throw new InvalidOperationException($"Feature '{unknown}' has no code."),
                };
            }
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
    public List<ScoredCandidate> Reorder(List<ScoredCandidate> candidates, int first, int count)
    {
        var ranked = new List<ScoredCandidate>(candidates.Count);
        for (var i = 0; i < count; i++)
        {
            ranked.Add(candidates[i] with { Score = _scores[first + i] });
        }

        ranked.Sort(CandidateOrder.BestFirst);
        CandidateOrder.AppendBelow(ranked, candidates.GetRange(count, candidates.Count - count));
        return ranked;
    }

    private static void Ensure(ref float[] array, int length)
    {
        if (array.Length < length)
        {
            array = new float[length];
        }
    }
}
