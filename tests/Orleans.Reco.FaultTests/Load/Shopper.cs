using System.Globalization;

namespace Orleans.Reco.FaultTests;

/// <summary>
/// A shopper with one request under way at a time, and what the cluster has told them. Each event concerns another item, so that the
/// shopper's history shows which events were applied, and how often.
/// </summary>
/// <param name="id">The user.</param>
/// <param name="first">The number of the first event's item.</param>
/// <param name="step">How far apart the items of two events are.</param>
/// <param name="side">Sets apart the events of two clients of one user.</param>
internal sealed class Shopper(string id, int first, int step = 1, string side = "")
{
    private readonly List<ShopEvent> _events = [];

    public string Id { get; } = id;

    /// <summary>Every event that was sent.</summary>
    public IReadOnlyList<ShopEvent> Events => _events;

    /// <summary>The highest sequence number that an acknowledgement carried.</summary>
    public long Sequence { get; set; }

    /// <summary>The next event; the shop must have enough items for all.</summary>
    public ShopEvent Next(int items)
    {
        var number = _events.Count;
        if (number * step >= items)
        {
            throw new InvalidOperationException($"Shopper {Id} has had an event for each of {items} items.");
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{Id}{side}-{number}");
        var next = new ShopEvent(name, string.Create(CultureInfo.InvariantCulture, $"item-{(first + (number * step)) % items}"));
        _events.Add(next);
        return next;
    }
}

/// <summary>An event, and when the cluster said that it has it; otherwise nobody knows.</summary>
internal sealed record ShopEvent(string Id, string ItemId)
{
    /// <summary>A timestamp of the system's clock; 0 where it was not acknowledged.</summary>
    public long AcknowledgedAt { get; set; }

    public bool Acknowledged => AcknowledgedAt != 0;
}
