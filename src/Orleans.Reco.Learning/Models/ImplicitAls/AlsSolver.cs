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
    /// <summary>Rows that take their steps together.</summary>
    public const int BlockRows = 64;

    private readonly float[] _vectors;
    private readonly int _dimension;
    private readonly AlsGram _gram;

    /// <summary>Takes the fixed vectors.</summary>
    /// <param name="vectors">Shape <c>[count, dimension]</c>.</param>
    /// <param name="fixedWeights">Weights of the fixed rows' unobserved pairs, shape <c>[count]</c>; null where the solved rows have them.</param>
    /// <param name="solvedWeights">The same of the rows to solve; null where the fixed rows have them.</param>
    /// <param name="options">Hyper-parameters.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    public AlsSolver(float[] vectors, float[]? fixedWeights, float[]? solvedWeights, AlsOptions options, ParallelOptions parallel)
    {
        (_vectors, _dimension) = (vectors, options.Dimension);
        _gram = new AlsGram(
            AlsGram.Of(vectors, fixedWeights, _dimension, parallel),
            fixedWeights is null ? vectors.Length / _dimension : TensorPrimitives.Sum<float>(fixedWeights),
            solvedWeights,
            options,
            parallel);
    }

    /// <summary><c>VᵀCV</c>, with C = 1 where the solved rows have the weights, shape <c>[dimension, dimension]</c>.</summary>
    public float[] Gram => _gram.Values;

    /// <summary>Moves each row some steps towards its solution; a row that observed nothing becomes zero.</summary>
    /// <param name="rows">Where the rows start from, shape <c>[rows, dimension]</c>; replaced.</param>
    /// <param name="starts">The first observation of each row with the end as last entry, shape <c>[rows + 1]</c>.</param>
    /// <param name="observed">Zero-based rows of the fixed side.</param>
    /// <param name="steps">Steps of conjugate gradients.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    public void Solve(float[] rows, int[] starts, int[] observed, int steps, ParallelOptions parallel)
    {
        var count = starts.Length - 1;
        _ = Parallel.For(0, (count + BlockRows - 1) / BlockRows, parallel, () => new ConjugateGradients(BlockRows, _dimension), (block, _, work) =>
        {
            var first = block * BlockRows;
            SolveBlock(rows, starts, observed, first, Math.Min(BlockRows, count - first), steps, work);
            return work;
        }, _ => { });
    }

    private void SolveBlock(float[] rows, int[] starts, int[] observed, int first, int count, int steps, ConjugateGradients work)
    {
        var d = _dimension;
        Apply(rows, first * d, starts, observed, first, count, work.Product);
        for (var i = 0; i < count; i++)
        {
            var r = work.Residual.AsSpan(i * d, d);
            TensorPrimitives.Negate(work.Product.AsSpan(i * d, d), r);
            var seen = observed.AsSpan(starts[first + i]..starts[first + i + 1]);
            if (seen.IsEmpty)
            {
                rows.AsSpan((first + i) * d, d).Clear();
                r.Clear();
            }

            foreach (var other in seen)
            {
                TensorPrimitives.Add(r, _vectors.AsSpan(other * d, d), r);
            }

            work.Begin(i);
        }

        for (var step = 0; step < steps; step++)
        {
            Apply(work.Direction, 0, starts, observed, first, count, work.Product);
            for (var i = 0; i < count; i++)
            {
                work.Step(i, rows.AsSpan((first + i) * d, d));
            }
        }
    }

    // The product of each row's matrix with its vector.
    private void Apply(float[] vectors, int offset, int[] starts, int[] observed, int first, int count, float[] product)
    {
        var d = _dimension;
        _gram.Multiply(vectors, offset, product, 0, starts, first, count);
        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan(offset + (i * d), d);
            var result = product.AsSpan(i * d, d);
            foreach (var other in observed.AsSpan(starts[first + i]..starts[first + i + 1]))
            {
                var fixedVector = _vectors.AsSpan(other * d, d);
                TensorPrimitives.MultiplyAdd(fixedVector, TensorPrimitives.Dot<float>(fixedVector, vector), result, result);
            }
        }
    }
}
