namespace Orleans.Reco.FaultTests;

/// <summary>A shopper with one request under way at a time, and what the cluster has told them.</summary>
internal sealed class Shopper(string id)
{
    private int _events;

    public string Id { get; } = id;

    /// <summary>Ids of the events that were acknowledged.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Ids of the events whose fate nobody knows: no answer within the client's patience.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>The highest sequence number that an acknowledgement carried.</summary>
    public long Sequence { get; set; }

    public string NextEventId() => $"{Id}-{_events++}";
}
