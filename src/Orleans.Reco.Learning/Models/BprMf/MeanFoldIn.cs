using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// A user vector for people who were not there when a factorisation was fitted: the linear map M of the mean of the history's item
/// vectors that is closest to the fitted users, <c>min Σ_u |u − M m_u|² + ridge |M|²</c>.
/// </summary>
internal static class MeanFoldIn
{
    /// <summary>What each item brings to the mean: <c>M v_j</c>, shape <c>[items, dimension]</c>.</summary>
    public static float[] Fit(InteractionMatrix matrix, float[] users, float[] items, int dimension, float ridge, ParallelOptions parallel)
    {
        var means = new float[users.Length];
        for (var user = 0; user < matrix.Users; user++)
        {
            var mean = means.AsSpan(user * dimension, dimension);
            var seen = matrix.ItemsOfUsers.AsSpan(matrix.UserStarts[user]..matrix.UserStarts[user + 1]);
            foreach (var item in seen)
            {
                TensorPrimitives.Add(mean, items.AsSpan(item * dimension, dimension), mean);
            }

            TensorPrimitives.Divide(mean, Math.Max(1, seen.Length), mean);
        }

        var m = MatrixView.Of(means, matrix.Users, dimension);
        var gram = Product(m.Transposed, m, parallel);
        for (var i = 0; i < dimension; i++)
        {
            gram[(i * dimension) + i] += ridge;
        }

        SymmetricInverse.Invert(gram, dimension, parallel);
        var cross = Product(m.Transposed, MatrixView.Of(users, matrix.Users, dimension), parallel);
        var map = Product(MatrixView.Of(gram, dimension, dimension), MatrixView.Of(cross, dimension, dimension), parallel);
        return Product(MatrixView.Of(items, matrix.Items, dimension), MatrixView.Of(map, dimension, dimension), parallel);
    }

    private static float[] Product(MatrixView a, MatrixView b, ParallelOptions parallel)
    {
        var result = new float[a.Rows * b.Columns];
        MatrixProduct.Add(a, b, MatrixView.Of(result, a.Rows, b.Columns), 1, parallel);
        return result;
    }
}
