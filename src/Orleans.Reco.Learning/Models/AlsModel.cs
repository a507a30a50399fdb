using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// Matrix factorisation of implicit feedback by alternating least squares (Hu, Koren and Volinsky, ICDM 2008), in the form of Rendle
/// et al. (RecSys 2022):
/// <c>Σ_observed (u·v − 1)² + α Σ_all (u·v)² + λ Σ_u (n_u + α·items)^ν |u|² + λ Σ_i (n_i + α·users)^ν |v|²</c>.
/// </summary>
/// <remarks>
/// A user's vector is solved from the history when it is scored, so that a user who was not there when it was fitted is no special case.
/// </remarks>
public sealed class AlsModel : IRecommenderModel
{
    private readonly InteractionDataset _dataset;
    private readonly AlsOptions _options;
    private readonly float[] _itemFactors;
    private readonly float[] _gram;

    private AlsModel(InteractionDataset dataset, AlsOptions options, float[] itemFactors)
    {
        (_dataset, _options, _itemFactors) = (dataset, options, itemFactors);
        _gram = Gram(itemFactors);
    }

    /// <inheritdoc/>
    public string Name => "als";

    /// <inheritdoc/>
    public int Items => _itemFactors.Length / _options.Dimension;

    /// <summary>Item vectors, row-major, shape <c>[items, dimension]</c>.</summary>
    public ReadOnlyMemory<float> ItemFactors => _itemFactors;

    /// <summary>Fits the interactions before a time.</summary>
    public static AlsModel Fit(
        InteractionDataset dataset, long before, AlsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new AlsOptions();
        var matrix = InteractionMatrix.Create(dataset, before);
        var d = options.Dimension;
        var random = new Random(options.Seed);
        var items = new float[matrix.Items * d];
        var users = new float[matrix.Users * d];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (float)((random.NextDouble() - 0.5) * 0.2 / Math.Sqrt(d));
        }

        for (var round = 0; round < options.Iterations; round++)
        {
            var model = new AlsModel(dataset, options, items);
            model.SolveAll(users, matrix.UserStarts, matrix.ItemsOfUsers, cancellationToken);
            var transposed = new AlsModel(dataset, options, users);
            transposed.SolveAll(items, matrix.ItemStarts, matrix.UsersOfItems, cancellationToken);
        }

        return new AlsModel(dataset, options, items);
    }

    /// <summary>The vector of a user with the given zero-based items, shape <c>[dimension]</c>.</summary>
    public float[] FoldIn(IReadOnlyCollection<int> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var vector = new float[_options.Dimension];
        SolveRow([.. items], new float[_gram.Length], vector);
        return vector;
    }

    /// <inheritdoc/>
    public void Score(IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories, Memory<float> scores)
    {
        ArgumentNullException.ThrowIfNull(histories);
        _ = Parallel.For(0, histories.Count, Parallelism.Options(_options.Threads, default), row =>
        {
            var user = FoldIn(InteractionMatrix.Distinct(_dataset, histories[row]));
            var target = scores.Span.Slice(row * Items, Items);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = TensorPrimitives.Dot<float>(user, _itemFactors.AsSpan(i * user.Length, user.Length));
            }
        });
    }

    private void SolveAll(float[] vectors, int[] starts, int[] observed, CancellationToken cancellationToken)
    {
        var d = _options.Dimension;
        var rows = starts.Length - 1;
        _ = Parallel.For(0, rows, Parallelism.Options(_options.Threads, cancellationToken), () => new float[d * d], (row, _, work) =>
        {
            SolveRow(observed.AsSpan(starts[row]..starts[row + 1]), work, vectors.AsSpan(row * d, d));
            return work;
        }, _ => { });
    }

    private void SolveRow(ReadOnlySpan<int> observed, Span<float> work, Span<float> vector)
    {
        var d = vector.Length;
        vector.Clear();
        TensorPrimitives.Multiply(_gram, (float)_options.UnobservedWeight, work);
        foreach (var other in observed)
        {
            var factors = _itemFactors.AsSpan(other * d, d);
            SymmetricSolver.AddOuter(work, factors);
            TensorPrimitives.Add(vector, factors, vector);
        }

        var frequency = observed.Length + _options.UnobservedWeight * Items;
        var ridge = (float)(_options.Regularisation * Math.Pow(frequency, _options.FrequencyExponent));
        for (var i = 0; i < d; i++)
        {
            work[i * d + i] += ridge;
        }

        SymmetricSolver.Solve(work, vector);
    }

    private float[] Gram(float[] factors)
    {
        var d = _options.Dimension;
        var gram = new float[d * d];
        for (var row = 0; row < factors.Length; row += d)
        {
            SymmetricSolver.AddOuter(gram, factors.AsSpan(row, d));
        }

        return gram;
    }
}
