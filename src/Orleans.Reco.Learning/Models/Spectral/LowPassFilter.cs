using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// The directions in which items vary most smoothly over the users who share them: the first eigenvectors of
/// <c>D_i^-b Rᵀ D_u^-2a R D_i^-b</c>, by subspace iteration from a random start (Halko, Martinsson and Tropp, SIAM Review 2011).
/// </summary>
internal sealed class LowPassFilter(InteractionMatrix matrix, double userExponent, double itemExponent, ParallelOptions parallel)
{
    // More directions than are asked for, and how often the matrix is applied: the last ones asked for then converge.
    private const int Oversampling = 32;
    private const int Iterations = 5;

    // Directions with a smaller share of the largest eigenvalue are rounding.
    private const double Negligible = 1e-12;

    private readonly float[] _userScale = Scale(matrix.UserStarts, -userExponent);
    private readonly float[] _itemScale = Scale(matrix.ItemStarts, -itemExponent);

    /// <summary><c>1 / (users of the item)^b</c>, shape <c>[items]</c>.</summary>
    public ReadOnlySpan<float> ItemScale => _itemScale;

    /// <summary>The eigenvectors, by falling eigenvalue, shape <c>[items, dimension]</c>.</summary>
    /// <param name="dimension">How many.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <param name="applied">Told after each iteration, from 1, of how many.</param>
    public float[] Eigenvectors(int dimension, int seed, Action<int, int>? applied = null)
    {
        var columns = Math.Min(dimension + Oversampling, matrix.Items);
        var random = new Random(seed);
        var basis = new float[(long)matrix.Items * columns];
        for (var i = 0; i < basis.Length; i++)
        {
            basis[i] = (random.NextSingle() * 2) - 1;
        }

        for (var iteration = 1; iteration <= Iterations; iteration++)
        {
            basis = Orthonormal(Apply(basis, columns), columns);
            applied?.Invoke(iteration, Iterations);
        }

        // Rayleigh and Ritz: the eigenvectors of the matrix as the basis sees it.
        var q = MatrixView.Of(basis, matrix.Items, columns);
        var small = Product(q.Transposed, MatrixView.Of(Apply(basis, columns), matrix.Items, columns));
        return Product(q, MatrixView.Of(LargestEigenvectors(small, columns, dimension), columns, dimension));
    }

    private float[] Apply(float[] vectors, int columns)
    {
        var users = Gather(matrix.UserStarts, matrix.ItemsOfUsers, _itemScale, vectors, columns, _userScale);
        return Gather(matrix.ItemStarts, matrix.UsersOfItems, _userScale, users, columns, _itemScale);
    }

    // Each row is the scaled sum of the scaled rows that it is connected with.
    private float[] Gather(int[] starts, int[] others, float[] otherScale, float[] vectors, int columns, float[] scale)
    {
        var result = new float[(starts.Length - 1) * (long)columns];
        _ = Parallel.For(0, starts.Length - 1, parallel, row =>
        {
            var target = result.AsSpan(row * columns, columns);
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                TensorPrimitives.MultiplyAdd(
                    vectors.AsSpan(others[at] * columns, columns), otherScale[others[at]] * scale[row], target, target);
            }
        });
        return result;
    }

    private float[] Product(MatrixView a, MatrixView b)
    {
        var result = new float[(long)a.Rows * b.Columns];
        MatrixProduct.Add(a, b, MatrixView.Of(result, a.Rows, b.Columns), 1, parallel);
        return result;
    }

    // By the eigenvectors of the Gram matrix, twice: the second time repairs what rounding has left of the first.
    private float[] Orthonormal(float[] vectors, int columns)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            var view = MatrixView.Of(vectors, matrix.Items, columns);
            var gram = Product(view.Transposed, view);
            var (values, directions) = SymmetricEigenvectors.Of(gram, columns);
            var whitening = new float[columns * columns];
            for (var i = 0; i < whitening.Length; i++)
            {
                whitening[i] = (float)(directions[i] / Math.Sqrt(Math.Max(values[i % columns], values[^1] * Negligible)));
            }

            vectors = Product(view, MatrixView.Of(whitening, columns, columns));
        }

        return vectors;
    }

    private static float[] LargestEigenvectors(float[] values, int n, int count)
    {
        var (_, vectors) = SymmetricEigenvectors.Of(values, n);
        var largest = new float[n * count];
        for (var i = 0; i < largest.Length; i++)
        {
            largest[i] = (float)vectors[(i / count * n) + n - 1 - (i % count)];
        }

        return largest;
    }

    private static float[] Scale(int[] starts, double exponent)
    {
        var scale = new float[starts.Length - 1];
        for (var i = 0; i < scale.Length; i++)
        {
            scale[i] = (float)Math.Pow(Math.Max(1, starts[i + 1] - starts[i]), exponent);
        }

        return scale;
    }
}
