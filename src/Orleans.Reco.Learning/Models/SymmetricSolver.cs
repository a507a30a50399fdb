using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>Solves <c>A x = b</c> for a symmetric positive definite A by Cholesky decomposition, in place.</summary>
internal static class SymmetricSolver
{
    /// <summary>Adds <c>v vᵀ</c> to the lower triangle.</summary>
    public static void AddOuter(Span<float> lower, ReadOnlySpan<float> v)
    {
        var d = v.Length;
        for (var row = 0; row < d; row++)
        {
            var target = lower.Slice(row * d, row + 1);
            TensorPrimitives.MultiplyAdd(v[..(row + 1)], v[row], target, target);
        }
    }

    /// <summary>Solves; the lower triangle of <paramref name="a"/> is replaced by its factor, <paramref name="b"/> by the solution.</summary>
    public static void Solve(Span<float> a, Span<float> b)
    {
        var d = b.Length;
        for (var column = 0; column < d; column++)
        {
            var pivotRow = a.Slice(column * d, column);
            var pivot = MathF.Sqrt(MathF.Max(a[column * d + column] - TensorPrimitives.Dot<float>(pivotRow, pivotRow), 1e-12f));
            a[column * d + column] = pivot;
            for (var row = column + 1; row < d; row++)
            {
                var dot = TensorPrimitives.Dot<float>(a.Slice(row * d, column), pivotRow);
                a[row * d + column] = (a[row * d + column] - dot) / pivot;
            }
        }

        for (var row = 0; row < d; row++)
        {
            b[row] = (b[row] - TensorPrimitives.Dot<float>(a.Slice(row * d, row), b[..row])) / a[row * d + row];
        }

        for (var row = d - 1; row >= 0; row--)
        {
            b[row] /= a[row * d + row];
            TensorPrimitives.MultiplyAdd(a.Slice(row * d, row), -b[row], b[..row], b[..row]);
        }
    }
}
