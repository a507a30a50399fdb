using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// What the normal equations of all rows have in common: row i's matrix is <c>w_i VᵀCV + ridge_i I</c> and what the row observed. C is what
/// an unobserved pair weighs where it goes by the fixed row, w where it goes by the solved one; the other is 1.
/// </summary>
internal sealed class AlsGram
{
    private readonly int _dimension;
    private readonly float _fixedWeight;
    private readonly float[]? _solvedWeights;
    private readonly AlsOptions _options;
    private readonly PackedPanel[] _panels;

    /// <summary>Takes the matrix.</summary>
    /// <param name="values"><c>VᵀCV</c>, shape <c>[dimension, dimension]</c>.</param>
    /// <param name="fixedWeight">The sum of C over the fixed rows.</param>
    /// <param name="solvedWeights">w, shape <c>[rows]</c>; null = 1.</param>
    /// <param name="options">Hyper-parameters.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    public AlsGram(float[] values, float fixedWeight, float[]? solvedWeights, AlsOptions options, ParallelOptions parallel)
    {
        (Values, _dimension, _fixedWeight, _solvedWeights, _options) = (values, options.Dimension, fixedWeight, solvedWeights, options);
        var gram = MatrixView.Of(values, _dimension, _dimension);
        _panels =
        [
            .. Enumerable.Range(0, (_dimension + PackedPanel.MaxDepth - 1) / PackedPanel.MaxDepth)
                .Select(i => i * PackedPanel.MaxDepth)
                .Select(first => gram.Block(first, 0, Math.Min(PackedPanel.MaxDepth, _dimension - first), _dimension))
                .Select(block => new PackedPanel(block, parallel)),
        ];
    }

    /// <summary><c>VᵀCV</c>, shape <c>[dimension, dimension]</c>.</summary>
    public float[] Values { get; }

    /// <summary><c>VᵀCV</c> of fixed rows.</summary>
    /// <param name="vectors">V, shape <c>[count, dimension]</c>.</param>
    /// <param name="weights">The diagonal of C, shape <c>[count]</c>; null = 1.</param>
    /// <param name="dimension">Factors of a vector.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    public static float[] Of(float[] vectors, float[]? weights, int dimension, ParallelOptions parallel)
    {
        var count = vectors.Length / dimension;
        var gram = new float[dimension * dimension];
        var all = MatrixView.Of(vectors, count, dimension);
        var weighted = weights is null ? all : MatrixView.Of(Scaled(vectors, weights, dimension), count, dimension);
        MatrixProduct.Add(weighted.Transposed, all, MatrixView.Of(gram, dimension, dimension), 1, parallel);
        return gram;
    }

    /// <summary>Writes <c>(w VᵀCV + ridge I) x</c> of some rows.</summary>
    /// <param name="vectors">Has the x of the first row at <paramref name="from"/>, the others after it.</param>
    /// <param name="from">Where.</param>
    /// <param name="product">Receives the first row's product at <paramref name="to"/>, the others after it.</param>
    /// <param name="to">Where.</param>
    /// <param name="starts">The first observation of each row of all, see <see cref="AlsSolver.Solve"/>.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    public void Multiply(float[] vectors, int from, float[] product, int to, int[] starts, int first, int count)
    {
        var d = _dimension;
        product.AsSpan(to, count * d).Clear();
        var left = new MatrixView(vectors, from, count, d, d, 1);
        for (var panel = 0; panel < _panels.Length; panel++)
        {
            var column = panel * PackedPanel.MaxDepth;
            _panels[panel].Add(
                left.Block(0, column, count, Math.Min(PackedPanel.MaxDepth, d - column)), new MatrixView(product, to, count, d, d, 1), 1, d);
        }

        for (var i = 0; i < count; i++)
        {
            var result = product.AsSpan(to + (i * d), d);
            var weight = _solvedWeights is null ? 1 : _solvedWeights[first + i];
            TensorPrimitives.Multiply(result, weight, result);
            TensorPrimitives.MultiplyAdd(vectors.AsSpan(from + (i * d), d), Ridge(starts[first + i + 1] - starts[first + i], weight), result, result);
        }
    }

    private float Ridge(int observed, float weight) =>
        (float)(_options.Regularisation * Math.Pow(observed + (weight * _fixedWeight), _options.FrequencyExponent));

    private static float[] Scaled(float[] vectors, float[] weights, int dimension)
    {
        var scaled = new float[vectors.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.Multiply(vectors.AsSpan(i * dimension, dimension), weights[i], scaled.AsSpan(i * dimension, dimension));
        }

        return scaled;
    }
}
