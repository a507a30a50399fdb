namespace Orleans.Reco.LoadTests;

/// <summary>What the next request is. Not thread-safe: one dispatcher draws.</summary>
internal sealed class Workload
{
    private static readonly string[] Types = ["view", "view", "view", "view", "view", "view", "click", "click", "cart", "purchase"];

    private readonly ReferenceLoad _load;
    private readonly ZipfSampler _users;
    private readonly ZipfSampler _items;
    private readonly Random _random;

    public Workload(ReferenceLoad load, int seed)
    {
        _load = load;
        _users = new ZipfSampler(load.Users, load.UserSkew);
        _items = new ZipfSampler(load.Items, load.ItemSkew);
        _random = new Random(seed);
    }

    public LoadOperation Next()
    {
        var kind = _random.NextDouble() < _load.RecommendShare ? OperationKind.Recommend : OperationKind.Track;
        return new LoadOperation(kind, _users.Next(_random), NextItem(), NextType(_random));
    }

    /// <summary>Mostly views, some clicks, few purchases.</summary>
    public static string NextType(Random random) => Types[random.Next(Types.Length)];

    private int NextItem() => _random.NextDouble() < _load.HotItemShare ? _items.KeyOf(0) : _items.Next(_random);
}

internal enum OperationKind
{
    Recommend,
    Track,
}

/// <summary>A request; item and type matter for tracking only.</summary>
internal readonly record struct LoadOperation(OperationKind Kind, int User, int Item, string Type);
