using System.Collections.Concurrent;

namespace Orleans.Reco.Learning;

/// <summary>What the training interactions say of each item; the background of novelty, diversity, popularity bias and slices.</summary>
public sealed class ItemStatistics
{
    private readonly InteractionMatrix _matrix;
    private readonly int[]? _categories;
    private readonly ConcurrentDictionary<(int, int), double> _similarities = new();

    /// <summary>Counts.</summary>
    /// <param name="train">What the measured model learnt from.</param>
    /// <param name="categories">
    /// The category of each item, 0 = unknown, shape <c>[items]</c>; null = items are alike where the same users turn to them.
    /// </param>
    public ItemStatistics(InteractionDataset train, int[]? categories = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        _matrix = InteractionMatrix.Create(train, long.MaxValue);
        _categories = categories;
        var users = Math.Max(1, train.Users.Count);
        var counts = new int[train.Items.Count];
        foreach (var e in train.Events)
        {
            counts[e.Item - 1]++;
        }

        Events = counts;
        SelfInformation = [.. Enumerable.Range(0, counts.Length).Select(i => -Math.Log2(Math.Max(1, UsersOf(i).Length) / (double)users))];
        PopularityPercentile = Percentiles(counts);
    }

    /// <summary>Training events of each item, shape <c>[items]</c>.</summary>
    public IReadOnlyList<int> Events { get; }

    /// <summary>
    /// −log2 of the share of users who turned to the item, bits (Zhou et al., PNAS 2010); an item without users counts as having one.
    /// </summary>
    public IReadOnlyList<double> SelfInformation { get; }

    /// <summary>The share of items with fewer events, those with as many counted half, [0,1]; 1 is the most popular.</summary>
    public IReadOnlyList<double> PopularityPercentile { get; }

    /// <summary>What diversity is measured by, in words.</summary>
    public string DiversityBasis => _categories is null ? "co-occurrence cosine over training users" : "categories";

    /// <summary>How alike two items are, by index from 1, [0,1]: same category, or the cosine of their users.</summary>
    public double Similarity(int a, int b)
    {
        if (_categories is { } categories)
        {
            return categories[a - 1] != 0 && categories[a - 1] == categories[b - 1] ? 1 : 0;
        }

        return _similarities.GetOrAdd((Math.Min(a, b), Math.Max(a, b)), pair => Cosine(UsersOf(pair.Item1 - 1), UsersOf(pair.Item2 - 1)));
    }

    /// <summary>Intra-list diversity: 1 − the mean similarity of all pairs (Ziegler et al., WWW 2005), [0,1]; 0 for fewer than two items.</summary>
    public double Diversity(ReadOnlySpan<int> items)
    {
        var (sum, pairs) = (0.0, 0);
        for (var i = 0; i < items.Length; i++)
        {
            for (var j = i + 1; j < items.Length; j++, pairs++)
            {
                sum += 1 - Similarity(items[i], items[j]);
            }
        }

        return pairs == 0 ? 0 : sum / pairs;
    }

    private static double[] Percentiles(int[] counts)
    {
        var sorted = counts.Order().ToArray();
        var byCount = new Dictionary<int, double>();
        for (var first = 0; first < sorted.Length;)
        {
            var next = first;
            while (next < sorted.Length && sorted[next] == sorted[first])
            {
                next++;
            }

            byCount[sorted[first]] = (first + next) / 2.0 / sorted.Length;
            first = next;
        }

        return Array.ConvertAll(counts, c => byCount[c]);
    }

    // Both are sorted: users of an item are written in their order.
    private static double Cosine(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int i = 0, j = 0, both = 0;
        while (i < a.Length && j < b.Length)
        {
            both += a[i] == b[j] ? 1 : 0;
            (i, j) = (a[i] <= b[j] ? i + 1 : i, b[j] <= a[i] ? j + 1 : j);
        }

        return both == 0 ? 0 : both / Math.Sqrt((double)a.Length * b.Length);
    }

    private ReadOnlySpan<int> UsersOf(int item) =>
        _matrix.UsersOfItems.AsSpan(_matrix.ItemStarts[item]..(_matrix.ItemStarts[item + 1]));
}
