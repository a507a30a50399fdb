namespace Orleans.Reco.Learning;

/// <summary>
/// Item-based neighbourhood model (Sarwar et al., WWW 2001; Deshpande and Karypis, TOIS 2004): similar are items that the same users
/// turn to. <c>sim(i, j) = n_ij / (sqrt(n_i n_j) + shrinkage)</c> over users, who count once an item.
/// </summary>
public sealed class ItemKnnModel : IRecommenderModel
{
    // Bounds the pairs that one very long history adds.
    internal const int MaxItemsPerUser = 1_000;

    private readonly InteractionDataset _dataset;
    private readonly int _threads;

    private ItemKnnModel(InteractionDataset dataset, int threads, int[][] neighbours, float[][] similarities)
    {
        _dataset = dataset;
        _threads = threads;
        Neighbours = neighbours;
        Similarities = similarities;
    }

    /// <inheritdoc/>
    public string Name => "item-knn";

    /// <inheritdoc/>
    public int Items => Neighbours.Count;

    /// <summary>Zero-based neighbours of each item, most similar first.</summary>
    public IReadOnlyList<int[]> Neighbours { get; }

    /// <summary>Similarities of <see cref="Neighbours"/>, in (0,1].</summary>
    public IReadOnlyList<float[]> Similarities { get; }

    /// <summary>Computes the neighbours from the interactions before a time.</summary>
    /// <param name="dataset">The interactions.</param>
    /// <param name="before">Seconds since 1970-01-01 UTC.</param>
    /// <param name="neighbours">Neighbours kept for each item. Default: 100.</param>
    /// <param name="shrinkage">Damps similarities that rest on few users. Default: 10.</param>
    /// <param name="threads">0 = all cores.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static ItemKnnModel Fit(
        InteractionDataset dataset,
        long before,
        int neighbours = 100,
        double shrinkage = 10,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var matrix = InteractionMatrix.Create(dataset, before, MaxItemsPerUser);
        var ids = new int[matrix.Items][];
        var similarities = new float[matrix.Items][];
        var norms = new double[matrix.Items];
        for (var i = 0; i < norms.Length; i++)
        {
            norms[i] = Math.Sqrt(matrix.ItemStarts[i + 1] - matrix.ItemStarts[i]);
        }

        var parallel = Parallelism.Options(threads, cancellationToken);
        _ = Parallel.For(0, matrix.Items, parallel, () => new Accumulator(matrix.Items), (item, _, shared) =>
        {
            foreach (var user in matrix.UsersOfItems.AsSpan(matrix.ItemStarts[item]..matrix.ItemStarts[item + 1]))
            {
                foreach (var other in matrix.ItemsOfUsers.AsSpan(matrix.UserStarts[user]..matrix.UserStarts[user + 1]))
                {
                    shared.Add(other);
                }
            }

            double Similarity(int other, int both) => both / (norms[item] * norms[other] + shrinkage);
            (ids[item], similarities[item]) = shared.Take(item, neighbours, Similarity);
            return shared;
        }, _ => { });
        return new ItemKnnModel(dataset, threads, ids, similarities);
    }

    /// <inheritdoc/>
    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        ArgumentNullException.ThrowIfNull(histories);
        _ = Parallel.For(0, histories.Count, Parallelism.Options(_threads, default), row =>
        {
            var target = scores.Span.Slice(row * Items, Items);
            target.Clear();
            foreach (var item in InteractionMatrix.Distinct(_dataset, histories[row]))
            {
                for (var n = 0; n < Neighbours[item].Length; n++)
                {
                    target[Neighbours[item][n]] += Similarities[item][n];
                }
            }
        });
    }

    private sealed class Accumulator(int items)
    {
        private readonly int[] _counts = new int[items];
        private readonly List<int> _touched = [];

        public void Add(int item)
        {
            if (_counts[item]++ == 0)
            {
                _touched.Add(item);
            }
        }

        public (int[] Items, float[] Similarities) Take(int self, int count, Func<int, int, double> similarity)
        {
            var best = _touched
                .Where(other => other != self)
                .Select(other => (Item: other, Similarity: (float)similarity(other, _counts[other])))
                .OrderByDescending(n => n.Similarity)
                .ThenBy(n => n.Item)
                .Take(count)
                .ToArray();
            foreach (var other in _touched)
            {
                _counts[other] = 0;
            }

            _touched.Clear();
            return (Array.ConvertAll(best, n => n.Item), Array.ConvertAll(best, n => n.Similarity));
        }
    }
}
