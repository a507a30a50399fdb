namespace Orleans.Reco.Core;

/// <summary>What one run of the history has left with a shopper: what was bought, what is used up when.</summary>
internal sealed class ShopperMemory
{
    private readonly HashSet<int> _owned = [];
    private readonly PriorityQueue<int, DateTimeOffset> _usedUp = new();
    private int? _unrated;

    /// <summary>The last product bought.</summary>
    public int? LastPurchase { get; private set; }

    /// <summary>True for a product that was bought and lasts.</summary>
    public bool Owns(int product) => _owned.Contains(product);

    public void Bought(int product, bool consumable, DateTimeOffset now, Sampler sampler)
    {
        LastPurchase = product;
        _unrated = product;
        if (consumable)
        {
            _usedUp.Enqueue(product, now.AddDays(12 + (10 * sampler.Unit())));
        }
        else
        {
            _owned.Add(product);
        }
    }

    /// <summary>The last purchase, once.</summary>
    public int? TakeUnrated()
    {
        var product = _unrated;
        _unrated = null;
        return product;
    }

    /// <summary>A product that is used up by now, once.</summary>
    public int? TakeUsedUp(DateTimeOffset now) =>
        _usedUp.TryPeek(out _, out var due) && due <= now ? _usedUp.Dequeue() : null;
}
