using System.Diagnostics.CodeAnalysis;

namespace Orleans.Reco.Core;

/// <summary>
/// A tenant's catalog at one moment: rows by ordinal, never changed. A change makes a new view that shares all chunks of rows
/// but those that it touches, so readers need no lock and a busy catalog costs little.
/// </summary>
public sealed class CatalogView
{
    /// <summary>Most ordinals of a tenant: a bound on what a corrupt entry can make the view allocate.</summary>
    public const int MaxLength = 1 << 26;

    private readonly CatalogChunk[] _chunks;
    private readonly CatalogIds _ids;

    private CatalogView(string tenant, CatalogChunk[] chunks, CatalogIds ids, int length, int itemCount)
    {
        (Tenant, _chunks, _ids, Length, ItemCount) = (tenant, chunks, ids, length, itemCount);
    }

    /// <summary>Whose catalog.</summary>
    public string Tenant { get; }

    /// <summary>The highest ordinal that was ever seen, plus 1.</summary>
    public int Length { get; }

    /// <summary>The number of items that are not deleted.</summary>
    public int ItemCount { get; }

    /// <summary>All rows, deleted ones too, in order of ordinal.</summary>
    public IEnumerable<CatalogRow> Rows
    {
        get
        {
            for (var ordinal = 0; ordinal < Length; ordinal++)
            {
                if (this[ordinal] is { } row)
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>The row of an ordinal; null where the view has none.</summary>
    public CatalogRow? this[int ordinal] => Find(ordinal) is { ItemId.Length: > 0 } row ? row : null;

    /// <summary>A catalog without items.</summary>
    public static CatalogView Empty(string tenant) => new(tenant, [], new CatalogIds(), 0, 0);

    /// <summary>Finds the ordinal of an item that is not deleted.</summary>
    public bool TryGetOrdinal(string itemId, out int ordinal)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        if (_ids.TryGetNewest(itemId, out ordinal))
        {
            do
            {
                if (Find(ordinal) is { Deleted: false } row && row.ItemId == itemId)
                {
                    return true;
                }
            }
            while (_ids.TryGetOlder(ref ordinal));
        }

        ordinal = HistoryEvent.NoItem;
        return false;
    }

    /// <summary>Finds the row of an item that is not deleted.</summary>
    public bool TryGetRow(string itemId, [NotNullWhen(true)] out CatalogRow? row)
    {
        row = TryGetOrdinal(itemId, out var ordinal) ? this[ordinal] : null;
        return row is not null;
    }

    /// <summary>True if the item may be recommended at a time; false for an ordinal without an item.</summary>
    public bool IsAvailable(int ordinal, uint now) =>
        (uint)ordinal < (uint)Length && _chunks[ordinal / CatalogChunk.Size].IsAvailable(ordinal % CatalogChunk.Size, now);

    /// <summary>The view after some changes, in their order. What behaviour says of an item stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An ordinal is not in 0 to <see cref="MaxLength"/> - 1.</exception>
    public CatalogView Apply(IReadOnlyList<CatalogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var change = new Change(this);
        foreach (var entry in entries)
        {
            var before = change.Find(entry.Ordinal);
            change.Set(entry.Ordinal, new CatalogRow(entry, before?.Signals));
            if (entry.Item is not null)
            {
                change.Retire(entry.ItemId, entry.Ordinal);
            }
        }

        return change.ToView();
    }

    /// <summary>
    /// The view after some news of behaviour. News of an item that the view does not know yet is kept for when it comes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An ordinal is not in 0 to <see cref="MaxLength"/> - 1.</exception>
    public CatalogView Apply(IReadOnlyList<ItemSignals> signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var change = new Change(this);
        foreach (var news in signals)
        {
            var row = change.Find(news.Ordinal) ?? new CatalogRow(new CatalogEntry(news.Ordinal, "", null));
            change.Set(news.Ordinal, row.With(news));
        }

        return change.ToView();
    }

    private CatalogRow? Find(int ordinal) =>
        (uint)ordinal < (uint)Length ? _chunks[ordinal / CatalogChunk.Size][ordinal % CatalogChunk.Size] : null;

    /// <summary>Collects a batch of changes and copies each chunk that they touch once.</summary>
    private sealed class Change(CatalogView view)
    {
        private CatalogChunk[] _chunks = (CatalogChunk[])view._chunks.Clone();
        private readonly HashSet<int> _copied = [];
        private int _length = view.Length;
        private int _itemCount = view.ItemCount;

        public CatalogRow? Find(int ordinal)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)MaxLength, nameof(ordinal));
            return ordinal < _length ? _chunks[ordinal / CatalogChunk.Size][ordinal % CatalogChunk.Size] : null;
        }

        public void Set(int ordinal, CatalogRow row)
        {
            var before = Find(ordinal);
            _itemCount += (row.Deleted ? 0 : 1) - (before is null or { Deleted: true } ? 0 : 1);
            _length = Math.Max(_length, ordinal + 1);
            Own(ordinal / CatalogChunk.Size).Set(ordinal % CatalogChunk.Size, row);
        }

        /// <summary>An id has one live ordinal: the one that came last.</summary>
        public void Retire(string itemId, int ordinal)
        {
            view._ids.Add(itemId, ordinal);
            if (!view._ids.TryGetNewest(itemId, out var other))
            {
                return;
            }

            do
            {
                if (other != ordinal && Find(other) is { Deleted: false } row && row.ItemId == itemId)
                {
                    Set(other, new CatalogRow(new CatalogEntry(other, itemId, null), row.Signals));
                }
            }
            while (view._ids.TryGetOlder(ref other));
        }

        public CatalogView ToView() => new(view.Tenant, _chunks, view._ids, _length, _itemCount);

        private CatalogChunk Own(int chunk)
        {
            if (chunk >= _chunks.Length)
            {
                var known = _chunks.Length;
                Array.Resize(ref _chunks, chunk + 1);
                Array.Fill(_chunks, CatalogChunk.Empty, known, _chunks.Length - known);
            }

            if (_copied.Add(chunk))
            {
                _chunks[chunk] = _chunks[chunk].Copy();
            }

            return _chunks[chunk];
        }
    }
}
