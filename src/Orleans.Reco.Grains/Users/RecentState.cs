using System.Runtime.InteropServices;
using Orleans.Reco.Core;

namespace Orleans.Reco.Grains;

/// <summary>
/// The events that came since the user's state was written, in a record of their own: an event costs the store a hundred bytes more than
/// the last one, not the whole state. After some of them the state is written again, and this begins anew.
/// </summary>
/// <remarks>
/// The two records need no order between their writes. The state says up to which of these events it has them, and knows the ids of those
/// that were still on their way when it was written; all others count. So nothing is lost or counted twice whichever of the two a crash
/// leaves behind, or another activation of the same user has written.
/// </remarks>
[GenerateSerializer]
[Alias("reco.RecentState")]
internal sealed class RecentState : IStoredRecord<RecentState>
{
    private const int SmallestRoom = 4;

    [NonSerialized]
    private CompactETag _etag;

    [NonSerialized]
    private bool _isStored;

    // With room for more: an event that is added changes no reference, which the next collection would have to look at.
    [NonSerialized]
    private RecentEvent[] _events = [];

    [NonSerialized]
    private int _count;

    /// <summary>The sequence number of the last event that is here or in the state.</summary>
    [Id(0)]
    public long Sequence { get; set; }

    /// <summary>The events, oldest first.</summary>
    [Id(1)]
    public Packed<RecentEvent> Events
    {
        get => new(_events.AsSpan(0, _count));
        set => (_events, _count) = (value.Span.ToArray(), value.Length);
    }

    /// <summary>The sequence number of the last event that this record is known to have in the store.</summary>
    [Id(2)]
    public long Confirmed { get; set; }

    /// <inheritdoc/>
    public string? ETag
    {
        get => _etag.ToString();
        set => _etag = new CompactETag(value);
    }

    /// <inheritdoc/>
    public bool IsStored
    {
        get => _isStored;
        set => _isStored = value;
    }

    /// <inheritdoc/>
    public RecentState Snapshot() => (RecentState)MemberwiseClone();

    /// <summary>Whether this and the stored state together have all events up to a sequence number: where they do not, the state has to be written.</summary>
    public bool Reaches(long sequence) => Sequence == sequence;

    /// <summary>Adds an event, if there is room for it and no other is missing before it.</summary>
    public void Add(in RecentEvent recent, long sequence, int capacity)
    {
        if (_count >= capacity || !Reaches(sequence - 1))
        {
            return;
        }

        if (_count == _events.Length)
        {
            Array.Resize(ref _events, Math.Min(capacity, Math.Max(SmallestRoom, 2 * _count)));
        }

        _events[_count++] = recent;
        Sequence = sequence;
    }

    /// <summary>A write has ended that had everything up to a sequence number.</summary>
    /// <param name="sequence">The number.</param>
    /// <param name="whole">True where it was the state's; false where it was this record's.</param>
    public void Written(long sequence, bool whole)
    {
        if (!whole)
        {
            Confirmed = Math.Max(Confirmed, sequence);
            return;
        }

        var kept = (int)Math.Clamp(Sequence - sequence, 0, _count);
        (Events, Sequence) = (new Packed<RecentEvent>(_events.AsSpan(_count - kept, kept)), Math.Max(Sequence, sequence));
    }
}

/// <summary>An event as it is kept until the user's state has it.</summary>
/// <param name="IdHash">The hash of its id, as <see cref="EventIdWindow"/> has it.</param>
/// <param name="Step">What happened.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 24)]
internal readonly record struct RecentEvent(ulong IdHash, HistoryEvent Step);
