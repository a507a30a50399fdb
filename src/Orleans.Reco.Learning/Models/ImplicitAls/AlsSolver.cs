using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// One side of alternating least squares: with the vectors V of the other side fixed, solves
/// <c>(Vᵀ C V + ridge I + Σ v vᵀ) x = Σ v</c>, sums over what a row observed, by conjugate gradients (Takács, Pilászy and Tikk, RecSys
/// 2011). C is what an unobserved pair weighs: it goes by the item, which is the fixed side or the solved one. Rows are solved in blocks,
/// so that the products with <c>VᵀCV</c>, most of the work, are matrix products.
/// </summary>
internal sealed class AlsSolver
{
    private const int BlockRows = 64;

    // Below this squared length of the residual a row is solved, as far as floats go.
    private const float Solved = 1e-20f;

    private readonly float[] _vectors;
    private readonly int _dimension;
    private readonly PackedPanel[] _gram;
    private readonly AlsOptions _options;
    private readonly float[]? _solvedWeights;
    private readonly float _fixedWeight;

    /// <summary>Takes the fixed vectors.</summary>
    /// <param name="vectors">Shape <c>[count, dimension]</c>.</param>
    /// <param name="fixedWeights">Weights of the fixed rows' unobserved pairs, shape <c>[count]</c>; null where the solved rows have them.</param>
    /// <param name="solvedWeights">The same of the rows to solve; null where the fixed rows have them.</param>
    /// <param name="options">Hyper-parameters.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    public AlsSolver(float[] vectors, float[]? fixedWeights, float[]? solvedWeights, AlsOptions options, ParallelOptions parallel)
    {
        (_vectors, _dimension, _options, _solvedWeights) = (vectors, options.Dimension, options, solvedWeights);
        _fixedWeight = fixedWeights is null ? Count : TensorPrimitives.Sum<float>(fixedWeights);
        Gram = new float[_dimension * _dimension];
        var all = MatrixView.Of(vectors, Count, _dimension);
        var weighted = fixedWeights is null ? all : MatrixView.Of(Scaled(vectors, fixedWeights), Count, _dimension);
        MatrixProduct.Add(weighted.Transposed, all, MatrixView.Of(Gram, _dimension, _dimension), 1, parallel);
        var gram = MatrixView.Of(Gram, _dimension, _dimension);
        _gram =
        [
            .. Enumerable.Range(0, (_dimension + PackedPanel.MaxDepth - 1) / PackedPanel.MaxDepth)
                .Select(i => i * PackedPanel.MaxDepth)
                .Select(first => gram.Block(first, 0, Math.Min(PackedPanel.MaxDepth, _dimension - first), _dimension))
                .Select(block => new PackedPanel(block, parallel)),
        ];
    }

    public int Count => _vectors.Length / _dimension;

    /// <summary><c>VᵀCV</c>, with C = 1 where the solved rows have the weights, shape <c>[dimension, dimension]</c>.</summary>
    public float[] Gram { get; }

    /// <summary>Moves each row some steps towards its solution; a row that observed nothing becomes zero.</summary>
    /// <param name="rows">Where the rows start from, shape <c>[rows, dimension]</c>; replaced.</param>
    /// <param name="starts">The first observation of each row with the end as last entry, shape <c>[rows + 1]</c>.</param>
    /// <param name="observed">Zero-based rows of the fixed side.</param>
    /// <param name="steps">Steps of conjugate gradients.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    public void Solve(float[] rows, int[] starts, int[] observed, int steps, ParallelOptions parallel)
    {
        var count = starts.Length - 1;
        _ = Parallel.For(0, (count + BlockRows - 1) / BlockRows, parallel, () => new Work(BlockRows * _dimension), (block, _, work) =>
        {
            var first = block * BlockRows;
            SolveBlock(rows, starts, observed, first, Math.Min(BlockRows, count - first), steps, work);
            return work;
        }, _ => { });
    }

    private void SolveBlock(float[] rows, int[] starts, int[] observed, int first, int count, int steps, Work work)
    {
        var d = _dimension;
        Apply(rows, first * d, starts, observed, first, count, work.Product);
        for (var i = 0; i < count; i++)
        {
            var x = rows.AsSpan((first + i) * d, d);
            var r = work.Residual.AsSpan(i * d, d);
            TensorPrimitives.Negate(work.Product.AsSpan(i * d, d), r);
            var seen = observed.AsSpan(starts[first + i]..starts[first + i + 1]);
            if (seen.IsEmpty)
            {
                x.Clear();
                r.Clear();
            }

            foreach (var other in seen)
            {
                TensorPrimitives.Add(r, _vectors.AsSpan(other * d, d), r);
            }

            r.CopyTo(work.Direction.AsSpan(i * d, d));
            work.Norms[i] = TensorPrimitives.Dot<float>(r, r);
        }

        for (var step = 0; step < steps; step++)
        {
            Apply(work.Direction, 0, starts, observed, first, count, work.Product);
            for (var i = 0; i < count; i++)
            {
                if (work.Norms[i] > Solved)
                {
                    Step(rows.AsSpan((first + i) * d, d), i, work);
                }
            }
        }
    }

    private void Step(Span<float> x, int i, Work work)
    {
        var d = _dimension;
        var r = work.Residual.AsSpan(i * d, d);
        var p = work.Direction.AsSpan(i * d, d);
        var product = work.Product.AsSpan(i * d, d);
        var length = work.Norms[i] / TensorPrimitives.Dot<float>(p, product);
        TensorPrimitives.MultiplyAdd(p, length, x, x);
        TensorPrimitives.MultiplyAdd(product, -length, r, r);
        var norm = TensorPrimitives.Dot<float>(r, r);
        TensorPrimitives.MultiplyAdd(p, norm / work.Norms[i], r, p);
        work.Norms[i] = norm;
    }

    // The product of each row's matrix with its vector.
    private void Apply(float[] vectors, int offset, int[] starts, int[] observed, int first, int count, float[] product)
    {
        var d = _dimension;
        product.AsSpan(0, count * d).Clear();
        var left = new MatrixView(vectors, offset, count, d, d, 1);
        for (var panel = 0; panel < _gram.Length; panel++)
        {
            var from = panel * PackedPanel.MaxDepth;
            _gram[panel].Add(
                left.Block(0, from, count, Math.Min(PackedPanel.MaxDepth, d - from)), MatrixView.Of(product, count, d), 1, d);
        }

        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan(offset + (i * d), d);
            var result = product.AsSpan(i * d, d);
            var seen = observed.AsSpan(starts[first + i]..starts[first + i + 1]);
            var weight = _solvedWeights is null ? 1 : _solvedWeights[first + i];
            TensorPrimitives.Multiply(result, weight, result);
            TensorPrimitives.MultiplyAdd(vector, Ridge(seen.Length, weight), result, result);
            foreach (var other in seen)
            {
                var fixedVector = _vectors.AsSpan(other * d, d);
                TensorPrimitives.MultiplyAdd(fixedVector, TensorPrimitives.Dot<float>(fixedVector, vector), result, result);
            }
        }
    }

    private float Ridge(int observed, float weight) =>
        (float)(_options.Regularisation * Math.Pow(observed + (weight * _fixedWeight), _options.FrequencyExponent));

    private float[] Scaled(float[] vectors, float[] weights)
    {
        var scaled = new float[vectors.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.Multiply(vectors.AsSpan(i * _dimension, _dimension), weights[i], scaled.AsSpan(i * _dimension, _dimension));
        }

        return scaled;
    }

    private sealed class Work(int size)
    {
        public float[] Residual { get; } = new float[size];

        public float[] Direction { get; } = new float[size];

        public float[] Product { get; } = new float[size];

        public float[] Norms { get; } = new float[BlockRows];
    }
}
