using System.Collections.Concurrent;

namespace Orleans.Reco.Core;

/// <summary>
/// Ordinals by item id, shared by all snapshots of a catalog: ids are added and never removed, and each snapshot asks its own rows
/// whether an ordinal holds for it. An id that came back under a new ordinal keeps a chain to the older ones.
/// </summary>
internal sealed class CatalogIds
{
    private readonly ConcurrentDictionary<string, int> _newest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _older = new();
    private readonly Lock _writing = new();

    public bool TryGetNewest(string itemId, out int ordinal) => _newest.TryGetValue(itemId, out ordinal);

    public bool TryGetOlder(ref int ordinal) => !_older.IsEmpty && _older.TryGetValue(ordinal, out ordinal);

    public void Add(string itemId, int ordinal)
    {
        lock (_writing)
        {
            if (!_newest.TryGetValue(itemId, out var newest))
            {
                _newest[itemId] = ordinal;
                return;
            }

            var known = newest;
            do
            {
                if (known == ordinal)
                {
                    return;
                }
            }
            while (_older.TryGetValue(known, out known));

            _older[ordinal] = newest;
            _newest[itemId] = ordinal;
        }
    }
}
