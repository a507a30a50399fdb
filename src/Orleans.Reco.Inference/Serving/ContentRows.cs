using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// The vectors of a loaded bundle with, behind those of its vocabulary, one for each item that was encoded from its content. Bindings
/// share the array: rows are only ever added, and a binding looks no further than the rows that there were when it was made. So a
/// binding costs the encoding of what is new in the catalog, and no copy.
/// </summary>
internal sealed class ContentRows
{
    private readonly Lock _adding = new();
    private readonly ContentSession _session;
    private readonly int _dimension;
    private readonly int _vocabulary;
    private Dictionary<string, (CatalogItem Item, int Row)> _rows = new(StringComparer.Ordinal);
    private float[] _values;
    private int _count;

    /// <param name="session">Encodes.</param>
    /// <param name="vectors">The vectors of the vocabulary, shape <c>[vocabulary, dimension]</c>.</param>
    /// <param name="vocabulary">How many there are.</param>
    public ContentRows(ContentSession session, float[] vectors, int vocabulary)
    {
        (_session, _dimension, _vocabulary) = (session, session.Dimension, vocabulary);
        (_values, _count) = (vectors, vocabulary);
    }

    /// <summary>Rows of items outside the vocabulary, encoding those that are new or whose content has changed.</summary>
    /// <param name="items">The items, each once.</param>
    /// <returns>All vectors, how many rows there are, and the row of each item.</returns>
    public (float[] Values, int Count, int[] Rows) Bind(IReadOnlyList<CatalogItem> items)
    {
        lock (_adding)
        {
            // Rows of items that changed or went away: when they are most, the others move to an array of their own.
            if (_count - _vocabulary > (2 * items.Count) + 1024)
            {
                Compact(items);
            }

            var rows = new int[items.Count];
            var encoded = new List<int>();
            for (var i = 0; i < items.Count; i++)
            {
                var known = _rows.TryGetValue(items[i].ItemId, out var row) && ItemContent.AreEqual(row.Item, items[i]);
                rows[i] = known ? row.Row : _count + encoded.Count;
                if (!known)
                {
                    encoded.Add(i);
                }
            }

            Add([.. encoded.Select(i => items[i])]);
            return (_values, _count, rows);
        }
    }

    private void Add(CatalogItem[] items)
    {
        var needed = checked((_count + items.Length) * _dimension);
        if (_values.Length < needed)
        {
            // An item that comes alone must not copy everything again.
            Array.Resize(ref _values, Math.Max(needed, checked(_values.Length + (_values.Length / 8) + (1024 * _dimension))));
        }

        _session.Encode(Array.ConvertAll(items, ItemContent.Of), _values.AsMemory(_count * _dimension, items.Length * _dimension));
        foreach (var item in items)
        {
            _rows[item.ItemId] = (item, _count++);
        }
    }

    private void Compact(IReadOnlyList<CatalogItem> items)
    {
        var kept = new Dictionary<string, (CatalogItem Item, int Row)>(items.Count, StringComparer.Ordinal);
        var values = new float[(_vocabulary + items.Count + 1024) * _dimension];
        _values.AsSpan(0, _vocabulary * _dimension).CopyTo(values);
        var count = _vocabulary;
        foreach (var item in items)
        {
            if (_rows.TryGetValue(item.ItemId, out var row))
            {
                _values.AsSpan(row.Row * _dimension, _dimension).CopyTo(values.AsSpan(count * _dimension));
                kept[item.ItemId] = (row.Item, count++);
            }
        }

        (_rows, _values, _count) = (kept, values, count);
    }
}
