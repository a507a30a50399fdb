using System.Runtime.InteropServices;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>What a bundle with <see cref="BundleFiles.Scores"/> gives every item for the users of a batch. Reusable; not thread-safe.</summary>
internal sealed class ItemScores
{
    private readonly List<int> _rows = [];
    private float[] _scores = [];
    private int _items;

    /// <summary>Runs the graph for the users of whom the model knows an event; does nothing for a bundle without the graph.</summary>
    public void Compute(ServingModel model, EncodedUsers users, IReadOnlyList<ScoreQuery> queries)
    {
        _rows.Clear();
        _items = model.Manifest.Items;
        if (model.Scores is not { } session)
        {
            return;
        }

        List<int> items = [], lengths = [];
        for (var i = 0; i < queries.Count; i++)
        {
            _rows.Add(users.IsKnown(i) ? lengths.Count : -1);
            if (users.IsKnown(i))
            {
                var known = UserEncoder.KnownEvents(model, queries[i].History.Span);
                items.AddRange(known.Select(e => e.Item));
                lengths.Add(known.Count);
            }
        }

        if (_scores.Length < lengths.Count * _items)
        {
            _scores = new float[lengths.Count * _items];
        }

        session.Score(CollectionsMarshal.AsSpan(items), CollectionsMarshal.AsSpan(lengths), _scores.AsSpan(0, lengths.Count * _items));
    }

    /// <summary>The scores of a user by vocabulary row, shape <c>[items]</c>; empty where there are none.</summary>
    public ReadOnlySpan<float> Of(int user) =>
        user < _rows.Count && _rows[user] >= 0 ? _scores.AsSpan(_rows[user] * _items, _items) : default;

    /// <summary>Offers the items that the filter lets through; an item that the model says nothing of is not offered.</summary>
    public void Offer(ServingModel model, int user, CandidateFilter filter, TopK best)
    {
        var scores = Of(user);
        var ordinals = model.Vectors.Rows.Ordinals;
        for (var row = 0; row < scores.Length; row++)
        {
            if (scores[row] != 0 && scores[row] >= best.Threshold && filter.Allows(ordinals[row]))
            {
                _ = best.Offer(scores[row], ordinals[row]);
            }
        }
    }
}
