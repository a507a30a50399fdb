using System.Numerics.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>
/// The pairs of user and item of a whole batch, and their scores by the ranker: user by user where it can be split, else all together. Reusable,
/// as its arrays are megabytes; not thread-safe.
/// </summary>
internal sealed class RankerBatch
{
    private readonly List<Range> _pairsOfUsers = [];
    private float[] _users = [];
    private float[] _items = [];
    private float[] _features = [];
    private float[] _userParts = [];
    private float[] _rows = [];
    private float[] _scores = [];
    private int _count;

    /// <summary>Begins a batch.</summary>
    /// <param name="model">A model with a ranker.</param>
    /// <param name="users">Most users.</param>
    /// <param name="pairs">Most pairs.</param>
    public void Begin(ServingModel model, int users, int pairs)
    {
        var ranker = model.Ranker!;
        _count = 0;
        _pairsOfUsers.Clear();
        Ensure(ref _scores, pairs);
        if (model.SplitRanker is { } split)
        {
            Ensure(ref _userParts, users * split.Width);
            Ensure(ref _rows, pairs * split.RowWidth);
        }
        else
        {
            Ensure(ref _users, pairs * ranker.Dimension);
            Ensure(ref _items, pairs * ranker.Dimension);
            Ensure(ref _features, pairs * ranker.Features.Count);
        }
    }

    /// <summary>Adds the pairs of a user with the first candidates of a list; the pool is still that of the user.</summary>
    /// <returns>The position of the first pair.</returns>
    public int Add(ServingModel model, ReadOnlySpan<float> user, ReadOnlySpan<ScoredCandidate> candidates, CandidatePool pool)
    {
        var first = _count;
        _count += candidates.Length;
        if (model.SplitRanker is { } split)
        {
            split.PartOf(user, _userParts.AsSpan(_pairsOfUsers.Count * split.Width, split.Width));
            _pairsOfUsers.Add(first.._count);
            var rows = _rows.AsSpan(first * split.RowWidth);
            CopyItems(model, candidates, rows, split.RowWidth);
            Fill(model, user, candidates, rows[user.Length..], split.RowWidth, pool);
            return first;
        }

        for (var pair = first; pair < _count; pair++)
        {
            user.CopyTo(_users.AsSpan(pair * user.Length));
        }

        var width = model.Ranker!.Features.Count;
        CopyItems(model, candidates, _items.AsSpan(first * user.Length), user.Length);
        Fill(model, user, candidates, _features.AsSpan(first * width), width, pool);
        return first;
    }

    /// <summary>Scores all pairs.</summary>
    public void Run(ServingModel model)
    {
        if (model.SplitRanker is not { } split)
        {
            var ranker = model.Ranker!;
            ranker.Score(
                _users.AsMemory(0, _count * ranker.Dimension),
                _items.AsMemory(0, _count * ranker.Dimension),
                _features.AsMemory(0, _count * ranker.Features.Count),
                _scores.AsMemory(0, _count));
            return;
        }

        for (var user = 0; user < _pairsOfUsers.Count; user++)
        {
            var (first, count) = _pairsOfUsers[user].GetOffsetAndLength(_count);
            split.Score(
                _userParts.AsMemory(user * split.Width, split.Width),
                _rows.AsMemory(first * split.RowWidth, count * split.RowWidth),
                _scores.AsMemory(first, count));
        }
    }

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

    private static void CopyItems(ServingModel model, ReadOnlySpan<ScoredCandidate> candidates, Span<float> items, int stride)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            _ = model.Vectors.TryGetVector(candidates[i].Ordinal, out var item);
            item.CopyTo(items[(i * stride)..]);
        }
    }

    /// <summary>The features of all pairs of a user, side by side at <c>features[i * stride]</c>.</summary>
    private static void Fill(
        ServingModel model,
        ReadOnlySpan<float> user,
        ReadOnlySpan<ScoredCandidate> candidates,
        Span<float> features,
        int stride,
        CandidatePool pool)
    {
        var names = model.Ranker!.Features;
        for (var f = 0; f < names.Count; f++)
        {
            switch (names[f])
            {
                case RankerFeatures.Dot:
                    for (var i = 0; i < candidates.Length; i++)
                    {
                        _ = model.Vectors.TryGetVector(candidates[i].Ordinal, out var item);
                        features[(i * stride) + f] = TensorPrimitives.Dot(user, item);
                    }

                    break;
                case RankerFeatures.Neighbour:
                    for (var i = 0; i < candidates.Length; i++)
                    {
                        features[(i * stride) + f] = pool.Neighbour(candidates[i].Ordinal);
                    }

                    break;
                case RankerFeatures.LogPopularity:
                    for (var i = 0; i < candidates.Length; i++)
                    {
                        features[(i * stride) + f] = MathF.Log(1 + MathF.Max(0, model.PopularityOf(candidates[i].Ordinal)));
                    }

                    break;
                default:
                    throw new InvalidOperationException($"Feature '{names[f]}' has no code.");
            }
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
