namespace Orleans.Reco.Learning;

/// <summary>
/// A model in another vocabulary than its own, so that models which know different items are measured on the same ones. An item that
/// the model does not know cannot be listed by it; an event with one is left out of the history.
/// </summary>
internal sealed class RemappedModel : IRecommenderModel
{
    private readonly IRecommenderModel _inner;
    private readonly int[] _items;
    private readonly int[] _types;

    /// <param name="inner">The model.</param>
    /// <param name="items">The model's index of each item of the other vocabulary, 0 = unknown, shape <c>[items]</c>.</param>
    /// <param name="types">The same for interaction types.</param>
    public RemappedModel(IRecommenderModel inner, int[] items, int[] types) => (_inner, _items, _types) = (inner, items, types);

    public string Name => _inner.Name;

    public int Items => _items.Length;

    /// <summary>The model itself where the vocabularies are the same.</summary>
    public static IRecommenderModel Create(IRecommenderModel inner, int[] items, int[] types) =>
        inner.Items == items.Length && IsIdentity(items) && IsIdentity(types) ? inner : new RemappedModel(inner, items, types);

    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        var own = new float[histories.Count * _inner.Items];
        _inner.Score([.. histories.Select(Translate)], own);
        for (var row = 0; row < histories.Count; row++)
        {
            var from = own.AsSpan(row * _inner.Items, _inner.Items);
            var to = scores.Span.Slice(row * Items, Items);
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = _items[i] == 0 ? float.NaN : from[_items[i] - 1];
            }
        }
    }

    private ReadOnlyMemory<DatasetEvent> Translate(ReadOnlyMemory<DatasetEvent> history)
    {
        var events = new List<DatasetEvent>(history.Length);
        foreach (var e in history.Span)
        {
            if (_items[e.Item - 1] > 0 && _types[e.Type - 1] > 0)
            {
                events.Add(e with { Item = _items[e.Item - 1], Type = _types[e.Type - 1] });
            }
        }

        return events.ToArray();
    }

    private static bool IsIdentity(int[] map) => Enumerable.Range(1, map.Length).SequenceEqual(map);
}
