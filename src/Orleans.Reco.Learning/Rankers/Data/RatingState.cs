namespace Orleans.Reco.Learning;

/// <summary>
/// What is known of users and items at a moment, from the marks before it. Means are shrunk towards what is expected anyway.
/// </summary>
internal sealed class RatingState(RatingLog log)
{
    /// <summary>A mean of few marks counts as if so many expected ones were among them.</summary>
    private const double Shrinkage = 4;

    private readonly Side[] _users = Sides(log.Users);
    private readonly Side[] _items = Sides(log.Items);
    private readonly Tally[] _userCategories = new Tally[log.Users * log.Categories.Count];
    private readonly Tally[][] _groups = [.. log.UserAttributes.Select(a => new Tally[a.Size * log.Items])];
    private Tally _all;
    private int _liked;

    /// <summary>The mean of all marks; the middle of the scale before there is one.</summary>
    public double Mean => _all.Count == 0 ? (1 + log.Marks) / 2.0 : _all.Sum / _all.Count;

    public Side User(int user) => _users[user];

    public Side Item(int item) => _items[item];

    /// <summary>The expected mark: mean, and how the user and the item differ from it.</summary>
    public double Baseline(in RatingEvent e) =>
        Math.Clamp(Mean + BiasOf(_users[e.User]) + BiasOf(_items[e.Item]), 1, log.Marks);

    /// <summary>How much better a user or an item is marked than the other side lets expect.</summary>
    public static double BiasOf(Side side) => side.Bias.Shrunk(Shrinkage);

    /// <summary>The mean mark of a user or an item.</summary>
    public double MeanOf(Side side) => Mean + ((side.Marks.Sum - (side.Marks.Count * Mean)) / (side.Marks.Count + Shrinkage));

    /// <summary>The share of liked marks of a user or an item.</summary>
    public double LikedShare(Side side)
    {
        var prior = _all.Count == 0 ? 0.5 : _liked / (double)_all.Count;
        return (side.Liked + (Shrinkage * prior)) / (side.Marks.Count + Shrinkage);
    }

    /// <summary>How much better than expected the user marks the item's categories, and the share of the history that is of them.</summary>
    public (double Bias, double Share) Affinity(in RatingEvent e)
    {
        var categories = log.ItemCategories[e.Item];
        var (bias, share) = (0.0, 0.0);
        foreach (var category in categories)
        {
            var tally = _userCategories[(e.User * log.Categories.Count) + category];
            bias += tally.Shrunk(Shrinkage);
            share += tally.Count;
        }

        var n = Math.Max(1, categories.Length);
        return (bias / n, share / n / Math.Max(1, _users[e.User].Marks.Count));
    }

    /// <summary>How much better than expected those with the same value of an attribute mark the item.</summary>
    public double GroupBias(int attribute, in RatingEvent e) => _groups[attribute][Group(attribute, e)].Shrunk(Shrinkage);

    /// <summary>Takes in marks of one second: expectations are those of before it.</summary>
    public void Add(ReadOnlySpan<RatingEvent> second)
    {
        var expected = new (double Baseline, double User, double Item)[second.Length];
        for (var i = 0; i < second.Length; i++)
        {
            ref readonly var e = ref second[i];
            expected[i] = (
                Baseline(e), Mean + BiasOf(_items[e.Item]), Mean + BiasOf(_users[e.User]));
        }

        for (var i = 0; i < second.Length; i++)
        {
            Add(second[i], expected[i]);
        }
    }

    private void Add(in RatingEvent e, (double Baseline, double ForUser, double ForItem) expected)
    {
        var liked = e.Mark >= log.LikedFrom;
        _users[e.User].Add(e, liked, expected.ForUser);
        _items[e.Item].Add(e, liked, expected.ForItem);
        _all.Add(e.Mark);
        _liked += liked ? 1 : 0;
        foreach (var category in log.ItemCategories[e.Item])
        {
            _userCategories[(e.User * log.Categories.Count) + category].Add(e.Mark - expected.Baseline);
        }

        for (var a = 0; a < _groups.Length; a++)
        {
            _groups[a][Group(a, e)].Add(e.Mark - expected.Baseline);
        }
    }

    private int Group(int attribute, in RatingEvent e) => (log.UserAttributes[attribute].Values[e.User] * log.Items) + e.Item;

    private static Side[] Sides(int count) => [.. Enumerable.Range(0, count).Select(_ => new Side())];

    /// <summary>A sum and how many there are in it.</summary>
    internal struct Tally
    {
        public double Sum;
        public int Count;

        public void Add(double value) => (Sum, Count) = (Sum + value, Count + 1);

        public readonly double Shrunk(double shrinkage) => Sum / (Count + shrinkage);
    }

    /// <summary>The marks of a user or an item.</summary>
    internal sealed class Side
    {
        private readonly List<RatingEvent> _events = [];

        public Tally Marks;
        public Tally Bias;

        public int Liked { get; private set; }

        /// <summary>Oldest first.</summary>
        public IReadOnlyList<RatingEvent> Events => _events;

        public void Add(in RatingEvent e, bool liked, double expected)
        {
            _events.Add(e);
            Marks.Add(e.Mark);
            Bias.Add(e.Mark - expected);
            Liked += liked ? 1 : 0;
        }
    }
}
