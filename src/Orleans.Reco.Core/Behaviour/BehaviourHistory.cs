namespace Orleans.Reco.Core;

/// <summary>
/// A user's last events in the order in which they were applied: a ring that grows to its capacity and then overwrites the oldest.
/// </summary>
public sealed class BehaviourHistory
{
    /// <summary>Events kept by default.</summary>
    public const int DefaultCapacity = 100;

    private const int MaxOnStack = 256;

    private Ring<HistoryEvent> _events;

    /// <summary>An empty history.</summary>
    public BehaviourHistory(int capacity = DefaultCapacity) => _events = new(capacity);

    private BehaviourHistory(Ring<HistoryEvent> events) => _events = events;

    /// <summary>The number of events.</summary>
    public int Count => _events.Count;

    /// <summary>Most events.</summary>
    public int Capacity => _events.Capacity;

    /// <summary>The event at a position, 0 = oldest.</summary>
    public ref readonly HistoryEvent this[int fromOldest] => ref _events[fromOldest];

    /// <summary>Restores a history, oldest first; of too many events the newest stay.</summary>
    public static BehaviourHistory From(Packed<HistoryEvent> events, int capacity = DefaultCapacity) =>
        new(Ring<HistoryEvent>.From(events.Span, capacity));

    /// <summary>Adds the newest event.</summary>
    public void Append(in HistoryEvent item) => _events.Add(item);

    /// <summary>The last <paramref name="n"/> events or as many as there are, oldest first.</summary>
    public Packed<HistoryEvent> Last(int n) => _events.Last(n);

    /// <summary>All events, oldest first.</summary>
    public Packed<HistoryEvent> ToPacked() => _events.Last(Count);

    /// <summary>The items that must not be recommended again and those that the caller adds: ascending and distinct.</summary>
    public Packed<int> SeenOrdinals(InteractionTypes types, ReadOnlySpan<int> alsoExclude = default)
    {
        ArgumentNullException.ThrowIfNull(types);
        var room = Count + alsoExclude.Length;
        Span<int> ordinals = room <= MaxOnStack ? stackalloc int[MaxOnStack] : new int[room];
        var seen = 0;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var item = ref _events[i];
            if (item.Ordinal != HistoryEvent.NoItem && types[item.Type].MarksSeen)
            {
                ordinals[seen++] = item.Ordinal;
            }
        }

        alsoExclude.CopyTo(ordinals[seen..]);
        return OrdinalList.SortedDistinct(ordinals[..(seen + alsoExclude.Length)]);
    }
}
