using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>Conjugate gradients (Hestenes and Stiefel, 1952) for many rows side by side, each with a matrix of its own.</summary>
internal sealed class ConjugateGradients(int rows, int dimension)
{
    // Below this squared length of the residual a row is solved, as far as floats go.
    private const float Solved = 1e-20f;

    private readonly float[] _norms = new float[rows];

    /// <summary>What each row's solution so far leaves of its right side, shape <c>[rows, dimension]</c>.</summary>
    public float[] Residual { get; } = new float[rows * dimension];

    /// <summary>Where each row moves next, shape <c>[rows, dimension]</c>.</summary>
    public float[] Direction { get; } = new float[rows * dimension];

    /// <summary>For the caller to write: each row's matrix times its direction, shape <c>[rows, dimension]</c>.</summary>
    public float[] Product { get; } = new float[rows * dimension];

    /// <summary>Begins with the row's residual.</summary>
    public void Begin(int row)
    {
        var r = Of(Residual, row);
        r.CopyTo(Of(Direction, row));
        _norms[row] = TensorPrimitives.Dot<float>(r, r);
    }

    /// <summary>Moves a row's solution along its direction, and chooses the next one.</summary>
    public void Step(int row, Span<float> solution)
    {
        if (_norms[row] <= Solved)
        {
            return;
        }

        var r = Of(Residual, row);
        var p = Of(Direction, row);
        var product = Of(Product, row);
        var length = _norms[row] / TensorPrimitives.Dot<float>(p, product);
        TensorPrimitives.MultiplyAdd(p, length, solution, solution);
        TensorPrimitives.MultiplyAdd(product, -length, r, r);
        var norm = TensorPrimitives.Dot<float>(r, r);
        TensorPrimitives.MultiplyAdd(p, norm / _norms[row], r, p);
        _norms[row] = norm;
    }

    private Span<float> Of(float[] values, int row) => values.AsSpan(row * dimension, dimension);
}
