using System.Diagnostics.CodeAnalysis;

namespace Orleans.Reco.Core;

/// <summary>
/// A tenant's catalog at one moment: rows by ordinal, never changed but for what behaviour says of their items. A change makes a new view
/// that shares all chunks of rows but those that it touches, so readers need no lock and a busy catalog costs little.
/// </summary>
/// <remarks>
/// One writer applies changes to the newest view; whoever shares a view with other threads does so through a volatile field.
/// </remarks>
public sealed class CatalogView
{
    /// <summary>Most ordinals of a tenant: a bound on what a corrupt entry can make the view allocate.</summary>
    public const int MaxLength = 1 << 26;

    private readonly CatalogChunk[] _chunks;
    private readonly CatalogIds _ids;
    private readonly CatalogWords _words;

    private CatalogView(string tenant, CatalogChunk[] chunks, CatalogIds ids, CatalogWords words, int length, int itemCount)
    {
        (Tenant, _chunks, _ids, _words, Length, ItemCount) = (tenant, chunks, ids, words, length, itemCount);
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
    public CatalogRow? this[int ordinal] => Find(ordinal) is { IsNamed: true } row ? row : null;

    /// <summary>A catalog without items.</summary>
    public static CatalogView Empty(string tenant) => new(tenant, [], new CatalogIds(), new CatalogWords(), 0, 0);

    /// <summary>Finds the ordinal of an item that is not deleted.</summary>
    public bool TryGetOrdinal(string itemId, out int ordinal)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        if (_ids.TryGetFirst(itemId, out ordinal))
        {
            if (IsLive(ordinal, itemId))
            {
                return true;
            }

            foreach (var later in _ids.Later(itemId))
            {
                if (IsLive(later, itemId))
                {
                    ordinal = later;
                    return true;
                }
            }
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
            var shared = entry.Item is { } item ? entry with { Item = _words.Share(item) } : entry;
            change.Set(entry.Ordinal, new CatalogRow(shared, before?.Signals));
            if (entry.Item is not null)
            {
                change.RetireOthers(entry.ItemId, entry.Ordinal);
            }
        }

        return change.ToView();
    }

    /// <summary>
    /// Takes news of behaviour in. News of an item that the view does not know yet is kept for when it comes.
    /// </summary>
    /// <returns>This view, whose rows show the news from now on, or one with more rows.</returns>
    /// <remarks>
    /// In place, as such news is many times a second for all that is looked at: new views of them would be the larger part of what the
    /// collector has to keep.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An ordinal is not in 0 to <see cref="MaxLength"/> - 1.</exception>
    public CatalogView Apply(IReadOnlyList<ItemSignals> signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        Change? change = null;
        foreach (var news in signals)
        {
            if ((change?.Find(news.Ordinal) ?? Find(news.Ordinal)) is { } row)
            {
                row.Signals = news;
            }
            else
            {
                change ??= new Change(this);
                change.Set(news.Ordinal, new CatalogRow(new CatalogEntry(news.Ordinal, "", null), news));
            }
        }

        return change?.ToView() ?? this;
    }

    private bool IsLive(int ordinal, string itemId) => Find(ordinal) is { Deleted: false } row && row.ItemId == itemId;

    private CatalogRow? Find(int ordinal) =>
        (uint)ordinal < (uint)Length ? _chunks[ordinal / CatalogChunk.Size][ordinal % CatalogChunk.Size] : null;

    /// <summary>Collects a batch of changes and copies each chunk that they touch once.</summary>
    private sealed class Change(CatalogView view)
    {
        private readonly HashSet<int> _copied = [];
        private CatalogChunk[] _chunks = (CatalogChunk[])view._chunks.Clone();
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
        public void RetireOthers(string itemId, int ordinal)
        {
            view._ids.Add(itemId, ordinal);
            if (view._ids.TryGetFirst(itemId, out var first))
            {
                Retire(itemId, first, ordinal);
            }

            foreach (var later in view._ids.Later(itemId))
            {
                Retire(itemId, later, ordinal);
            }
        }

        public CatalogView ToView() => new(view.Tenant, _chunks, view._ids, view._words, _length, _itemCount);

        private void Retire(string itemId, int ordinal, int newer)
        {
            if (ordinal != newer && Find(ordinal) is { Deleted: false } row && row.ItemId == itemId)
            {
                Set(ordinal, new CatalogRow(new CatalogEntry(ordinal, itemId, null), row.Signals));
            }
        }

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
