using System.Runtime.Intrinsics.X86;

namespace Orleans.Reco.Core;

/// <summary>
/// An inverted file over item vectors (Sivic and Zisserman, 2003; Jégou et al., 2011): rows are grouped by the nearest of some centroids, and a
/// search scores only the rows of those lists whose centroids have the largest dot products with the query (for inner products, Auvolat et
/// al., 2015). How many lists are probed is measured when it is built. It knows rows only, so one index serves all bindings of the same
/// vectors. Never changed.
/// </summary>
public sealed class InvertedIndex
{
    private const int ListFactor = 4;
    private const int SampleQueries = 256;

    private readonly InvertedLists? _lists;
    private readonly ProbeCalibration _calibration;
    private readonly InvertedIndexOptions _options;

    private InvertedIndex(int count, InvertedLists? lists, ProbeCalibration calibration, InvertedIndexOptions options)
    {
        (Count, Lists, _calibration, _options) = (count, lists?.Count ?? 0, calibration, options);

        // Lists that will not be probed need no memory.
        _lists = calibration.Share <= options.MaxShare ? lists : null;
    }

    /// <summary>The number of rows in lists.</summary>
    public int Count { get; }

    /// <summary>The number of lists, about four times the square root of the number of rows; 0 where the machine has no AVX2.</summary>
    public int Lists { get; }

    /// <summary>Lists that a query probes whose filter lets everything through.</summary>
    public int Probes => _calibration.Probes;

    /// <summary>The share of the exact result that probing finds: the mean over the sample queries.</summary>
    public double Recall => _calibration.Recall;

    /// <summary>The share of the rows that probing looks at: the mean over the sample queries.</summary>
    public double Share => _calibration.Share;

    /// <summary>True if probing reaches the target and looks at no more than <see cref="InvertedIndexOptions.MaxShare"/> of the rows.</summary>
    public bool IsWorthwhile => _lists is not null;

    /// <summary>
    /// Groups the rows and measures how many lists have to be probed: some 30 s of one core for 1,000,000 rows of 64 components.
    /// </summary>
    /// <param name="items">The vectors; their ordinals do not matter.</param>
    /// <param name="queries">
    /// What queries are like, shape <c>[n, items.Dimension]</c>: recent user vectors, some hundreds. Where there are none, items are taken,
    /// which are easier to find the neighbours of than users.
    /// </param>
    /// <param name="options">The target; null for the defaults.</param>
    /// <exception cref="ArgumentException">Queries do not have the shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static InvertedIndex Build(ItemVectors items, ReadOnlySpan<float> queries = default, InvertedIndexOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        options ??= new InvertedIndexOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Best, 1, nameof(options));
        RequireShare(options.TargetRecall);
        RequireShare(options.MaxShare);
        if (queries.Length % items.Dimension != 0)
        {
            throw new ArgumentException($"{queries.Length} values are no queries of {items.Dimension} components.", nameof(queries));
        }

        var random = new Random(options.Seed);
        var quantizer = Avx2.IsSupported
            ? CoarseQuantizer.Train(items, (int)(ListFactor * Math.Sqrt(items.Count)), random)
            : null;
        if (quantizer is null or { Count: 0 })
        {
            return new InvertedIndex(items.Count, null, new ProbeCalibration(0, 1, 1), options);
        }

        int[] rows = [.. Enumerable.Range(0, items.Count)];
        var assigned = quantizer.Assign(items, rows);
        var lists = new InvertedLists(items, assigned, quantizer);
        var sample = queries.IsEmpty ? Sample(items, random) : queries;
        var calibration = ProbeCalibration.Measure(items.WithRows(new OrdinalRows(rows)), lists, assigned, sample, options);
        return new InvertedIndex(items.Count, lists, calibration, options);
    }

    /// <summary>
    /// The index for vectors of which the first are those that it was built over, whatever items they belong to now. The rows behind those
    /// are searched exactly. Where the index is not worthwhile, it is the exact search.
    /// </summary>
    /// <exception cref="ArgumentException">There are fewer vectors, or of another dimension.</exception>
    public IItemIndex Bind(ItemVectors items)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(items.Count, Count, nameof(items));
        return _lists is null ? items
            : _lists.Sieve.Dimension != items.Dimension
                ? throw new ArgumentException($"Vectors of {items.Dimension} components are not of {_lists.Sieve.Dimension}.", nameof(items))
            : new BoundInvertedIndex(_lists, _calibration, _options, items);
    }

    private static void RequireShare(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share, "options");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1, "options");
    }

    private static float[] Sample(ItemVectors items, Random random)
    {
        var queries = new float[SampleQueries * items.Dimension];
        for (var i = 0; i < SampleQueries; i++)
        {
            items.Row(random.Next(items.Count)).CopyTo(queries.AsSpan(i * items.Dimension));
        }

        return queries;
    }
}
