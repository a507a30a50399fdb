using System.Numerics.Tensors;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>One user's candidates in the order of the blend, and the ranker's rows of them.</summary>
internal sealed class ServedCandidates
{
    private readonly ServedRankerInput _input;
    private readonly float[] _user;
    private readonly float[] _dots;
    private readonly float[] _neighbours;

    /// <summary>Scores all items for a user.</summary>
    /// <param name="input">The model.</param>
    /// <param name="test">The user.</param>
    /// <param name="user">The user's vector.</param>
    /// <param name="depth">How many candidates.</param>
    public ServedCandidates(ServedRankerInput input, EvaluationCase test, ReadOnlySpan<float> user, int depth)
    {
        (_input, _user, Targets) = (input, user.ToArray(), [.. test.Targets]);
        var items = input.Candidates.Length;
        _dots = new float[items];
        for (var i = 0; i < items; i++)
        {
            _dots[i] = TensorPrimitives.Dot(user, input.ItemVectors.Span.Slice(i * user.Length, user.Length));
        }

        _neighbours = new float[items];
        var nothing = PopularityModel.FromScores(new float[items]);
        new NeighbourBlendModel(nothing, input.Neighbours, input.Data, weight: 1).Score([test.History], _neighbours);
        var blend = new float[items];
        for (var i = 0; i < items; i++)
        {
            blend[i] = _dots[i] + (input.NeighbourWeight * _neighbours[i]);
        }

        Items = TopItems.Select(blend, test.History.Span, input.Candidates, depth);
    }

    /// <summary>Item indices, from 1, best first.</summary>
    public int[] Items { get; }

    /// <summary>What the user turned to.</summary>
    public HashSet<int> Targets { get; }

    /// <summary>The numbers of a row: user vector, item vector, <see cref="RankerFeatures.All"/>.</summary>
    public int RowWidth => (2 * _user.Length) + RankerFeatures.All.Count;

    /// <summary>A ranker's scores of all candidates, in their order.</summary>
    public float[] Score(RankerSession ranker)
    {
        var (n, d, width) = (Items.Length, _user.Length, RankerFeatures.All.Count);
        float[] users = new float[n * d], items = new float[n * d], features = new float[n * width], scores = new float[n];
        var row = new float[RowWidth].AsSpan();
        for (var i = 0; i < n; i++)
        {
            Write(Items[i], row);
            row[..d].CopyTo(users.AsSpan(i * d));
            row[d..(2 * d)].CopyTo(items.AsSpan(i * d));
            row[(2 * d)..].CopyTo(features.AsSpan(i * width));
        }

        ranker.Score(users, items, features, scores);
        return scores;
    }

    /// <summary>Writes the row of an item.</summary>
    public void Write(int item, Span<float> row)
    {
        var d = _user.Length;
        _user.CopyTo(row);
        _input.ItemVectors.Span.Slice((item - 1) * d, d).CopyTo(row[d..]);
        for (var f = 0; f < RankerFeatures.All.Count; f++)
        {
            row[(2 * d) + f] = RankerFeatures.All[f] switch
            {
                RankerFeatures.Dot => _dots[item - 1],
                RankerFeatures.Neighbour => _neighbours[item - 1],
                RankerFeatures.LogPopularity => MathF.Log(1 + MathF.Max(0, _input.Popularity.Span[item - 1])),
                var unknown => throw new InvalidOperationException($"Feature '{unknown}' has no code."),
            };
        }
    }
}
