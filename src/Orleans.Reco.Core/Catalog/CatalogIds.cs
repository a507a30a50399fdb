using System.Collections.Concurrent;

namespace Orleans.Reco.Core;

/// <summary>
/// Ordinals by item id, shared by all snapshots of a catalog: entries are added and never removed, and each snapshot asks its own
/// rows whether an ordinal holds for it.
/// </summary>
internal sealed class CatalogIds
{
    private readonly ConcurrentDictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]> _later = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();

    /// <summary>The ordinal that the id had first: for nearly all ids the only one.</summary>
    public bool TryGetFirst(string itemId, out int ordinal) => _first.TryGetValue(itemId, out ordinal);

    /// <summary>The ordinals of an id that was deleted and came back.</summary>
    public ReadOnlySpan<int> Later(string itemId) => !_later.IsEmpty && _later.TryGetValue(itemId, out var later) ? later : [];

    public void Add(string itemId, int ordinal)
    {
        if (TryGetFirst(itemId, out var first) && first == ordinal)
        {
            return;
        }

        lock (_adding)
        {
            if (_first.GetOrAdd(itemId, ordinal) != ordinal && !Later(itemId).Contains(ordinal))
            {
                _later[itemId] = [.. Later(itemId), ordinal];
            }
        }
    }
}
