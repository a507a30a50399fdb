namespace Orleans.Reco.Learning;

/// <summary>
/// Matrix factorisation of implicit feedback by alternating least squares (Hu, Koren and Volinsky, ICDM 2008), in the form of Rendle
/// et al. (RecSys 2022):
/// <c>Σ_observed (u·v − 1)² + Σ_all α_i (u·v)² + λ Σ_u (n_u + Σ_i α_i)^ν |u|² + λ Σ_i (n_i + α_i·users)^ν |v|²</c>, where α_i is the same
/// for all items or grows with their popularity.
/// </summary>
/// <remarks>
/// A user's vector is solved from the history when it is scored, so that a user who was not there when it was fitted is no special case.
/// </remarks>
public sealed class AlsModel : IFittedModel
{
    /// <summary>Steps of conjugate gradients from zero that solve a user's vector; more change no ranking.</summary>
    internal const int FoldInSteps = 16;

    private readonly StaticHistory _histories;
    private readonly AlsOptions _options;
    private readonly float[] _itemFactors;
    private readonly AlsSolver _users;

    private AlsModel(
        StaticHistory histories, AlsOptions options, float[] itemFactors, float[] weights, CancellationToken cancellationToken)
    {
        (_histories, _options, _itemFactors) = (histories, options, itemFactors);
        _users = new AlsSolver(itemFactors, weights, null, options, Parallelism.Options(options.Threads, cancellationToken));
    }

    /// <inheritdoc/>
    public string Name => "ials";

    /// <inheritdoc/>
    public int Items => _itemFactors.Length / _options.Dimension;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Choices { get; } = new Dictionary<string, double>();

    /// <summary>Item vectors, row-major, shape <c>[items, dimension]</c>.</summary>
    public ReadOnlyMemory<float> ItemFactors => _itemFactors;

    /// <summary>Fits the interactions before a time.</summary>
    public static AlsModel Fit(
        InteractionDataset dataset, long before, AlsOptions? options = null, CancellationToken cancellationToken = default) =>
        Fit(dataset, before, options ?? new AlsOptions(), progress: null, cancellationToken);

    /// <param name="parts">Asks the parts that hold the users, see <see cref="AlsBlocks"/>; null = all of it is done here.</param>
    internal static AlsModel Fit(
        InteractionDataset dataset,
        long before,
        AlsOptions options,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken,
        Func<AlsStep, IReadOnlyList<ReadOnlyMemory<float>>>? parts = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var parallel = Parallelism.Options(options.Threads, cancellationToken);
        var matrix = InteractionMatrix.Create(dataset, before);
        var d = options.Dimension;
        var random = new Random(options.Seed);
        var items = new float[matrix.Items * d];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (float)((random.NextDouble() - 0.5) * 0.2 / Math.Sqrt(d));
        }

        var weights = UnobservedWeights(matrix, options);
        Action<int, float[]> iterate = parts is null
            ? Alone(matrix, weights, options, parallel)
            : new AlsBlocks(matrix.ItemStarts, matrix.Users, weights, options, parts, parallel).Iterate;
        for (var round = 1; round <= options.Iterations; round++)
        {
            iterate(round, items);
            progress?.Report(new FitProgress(round, options.Iterations, 1, null, null, null));
        }

        return new AlsModel(new StaticHistory(dataset, options.MaxLength), options, items, weights, cancellationToken);
    }

    /// <summary>The vector of a user with the given zero-based items, shape <c>[dimension]</c>.</summary>
    public float[] FoldIn(IReadOnlyCollection<int> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var vector = new float[_options.Dimension];
        _users.Solve(vector, [0, items.Count], [.. items], FoldInSteps, Parallelism.Options(1, default));
        return vector;
    }

    /// <inheritdoc/>
    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        ArgumentNullException.ThrowIfNull(histories);
        var (starts, items, _) = _histories.Rows(histories);
        var users = new float[histories.Count * _options.Dimension];
        var parallel = Parallelism.Options(_options.Threads, default);
        _users.Solve(users, starts, items, FoldInSteps, parallel);
        VectorScores.Compute(users, _itemFactors, _options.Dimension, scores, parallel);
    }

    /// <inheritdoc/>
    public ModelExport Export() => new()
    {
        Dimension = _options.Dimension,
        MaxLength = _histories.Length,
        ItemVectors = _itemFactors,
        PositiveEventsOnly = true,
        Encode = Inference.AlsEncoderGraph.Build(new Inference.AlsEncoderWeights
        {
            Items = Items,
            Dimension = _options.Dimension,
            ItemVectors = _itemFactors,
            Gram = _users.Gram,
            UnobservedWeight = (float)_options.UnobservedWeight,
            Regularisation = (float)_options.Regularisation,
            FrequencyExponent = (float)_options.FrequencyExponent,
            Steps = FoldInSteps,
        }),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>What each item's unobserved pairs weigh. Their mean is the same for every exponent, so that one option changes one thing.</summary>
    internal static float[] UnobservedWeights(InteractionMatrix matrix, AlsOptions options)
    {
        double[] powers =
        [
            .. Enumerable.Range(0, matrix.Items)
                .Select(i => Math.Pow(matrix.ItemStarts[i + 1] - matrix.ItemStarts[i], options.PopularityExponent)),
        ];
        var scale = options.UnobservedWeight * powers.Length / Math.Max(1e-9, powers.Sum());
        return [.. powers.Select(p => (float)(scale * p))];
    }

    private static Action<int, float[]> Alone(InteractionMatrix matrix, float[] weights, AlsOptions options, ParallelOptions parallel)
    {
        var users = new float[matrix.Users * options.Dimension];
        return (_, items) =>
        {
            new AlsSolver(items, weights, null, options, parallel).Solve(users, matrix.UserStarts, matrix.ItemsOfUsers, options.Steps, parallel);
            new AlsSolver(users, null, weights, options, parallel).Solve(items, matrix.ItemStarts, matrix.UsersOfItems, options.Steps, parallel);
        };
    }
}
