using Orleans.Reco.Core;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>A shopper as stored: packed arrays, about 3 KB with a full history.</summary>
[GenerateSerializer]
[Alias("reco.UserState")]
internal sealed class UserState : IDelayedDurability, IStoredRecord<UserState>
{
    /// <summary>One for all users who have none: eighty bytes of each who is in memory.</summary>
    public static readonly Dictionary<string, string> NoAttributes = [];

    [NonSerialized]
    private CompactETag _etag;

    [NonSerialized]
    private bool _isStored;

    [NonSerialized]
    private bool _mayBeDelayed;

    /// <summary>Events applied so far.</summary>
    [Id(0)]
    public long Sequence { get; set; }

    /// <summary>The last events, oldest first.</summary>
    [Id(1)]
    public Packed<HistoryEvent> History { get; set; }

    /// <summary>Hashes of the last event ids.</summary>
    [Id(2)]
    public Packed<ulong> EventIds { get; set; }

    /// <summary>What was shown lately.</summary>
    [Id(3)]
    public Packed<Exposure> Exposures { get; set; }

    /// <summary>Replaced as a whole, never changed.</summary>
    [Id(4)]
    public Dictionary<string, string> Attributes { get; set; } = NoAttributes;

    /// <summary>The encoder's state, and how many events of the history it has seen.</summary>
    [Id(5)]
    public Embedding EncoderState { get; set; }

    /// <summary>The number of history events ever appended when <see cref="EncoderState"/> was made.</summary>
    [Id(6)]
    public long EncodedEvents { get; set; }

    /// <summary>History events ever appended; at most <see cref="Sequence"/>, since impressions do not enter the history.</summary>
    [Id(7)]
    public long HistoryEvents { get; set; }

    /// <summary>The secret of the pseudonym; gone with the state, which unlinks the event log.</summary>
    [Id(8)]
    public byte[] Secret { get; set; } = [];

    /// <summary>The user's part in the last canary; null before the first.</summary>
    [Id(9)]
    public CanaryTrial? Trial { get; set; }

    /// <summary>The events of <see cref="RecentState"/> up to this sequence number are in here.</summary>
    [Id(10)]
    public long AbsorbedEvents { get; set; }

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

    bool IDelayedDurability.MayBeDelayed => _mayBeDelayed;

    /// <inheritdoc/>
    public UserState Snapshot() => (UserState)MemberwiseClone();

    /// <summary>Says whether the next write may be lost with the machine.</summary>
    public void Delay(bool mayBeDelayed) => _mayBeDelayed = mayBeDelayed;
}
