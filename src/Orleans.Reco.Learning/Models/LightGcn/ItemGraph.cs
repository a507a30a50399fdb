using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// The bipartite graph of users and items with edges <c>1 / √(d_u d_i)</c>: R. Two layers of it lead from items to items,
/// <c>H = RᵀR</c>.
/// </summary>
internal sealed class ItemGraph
{
    private readonly InteractionMatrix _matrix;
    private readonly ParallelOptions _parallel;
    private readonly int _dimension;
    private readonly float[] _users;

    public ItemGraph(InteractionMatrix matrix, int dimension, ParallelOptions parallel)
    {
        (_matrix, _dimension, _parallel) = (matrix, dimension, parallel);
        _users = new float[matrix.Users * dimension];
        UserScale = Scale(matrix.UserStarts);
        ItemScale = Scale(matrix.ItemStarts);
    }

    /// <summary><c>1 / √d_u</c>.</summary>
    public float[] UserScale { get; }

    /// <summary><c>1 / √d_i</c>.</summary>
    public float[] ItemScale { get; }

    /// <summary>The mean of a matrix and what it becomes after 1, 2, … applications of H: <c>(I + H + … + H^depth) x / (depth + 1)</c>.</summary>
    public float[] Smooth(float[] values, int depth)
    {
        var sum = values.ToArray();
        var layer = values;
        for (var k = 0; k < depth; k++)
        {
            Propagate(_matrix.UserStarts, _matrix.ItemsOfUsers, layer, ItemScale, UserScale, _users);
            layer = new float[values.Length];
            Propagate(_matrix.ItemStarts, _matrix.UsersOfItems, _users, UserScale, ItemScale, layer);
            TensorPrimitives.Add(sum, layer, sum);
        }

        TensorPrimitives.Divide(sum, depth + 1, sum);
        return sum;
    }

    private void Propagate(int[] starts, int[] others, float[] values, float[] otherScale, float[] scale, float[] result)
    {
        var d = _dimension;
        _ = Parallel.For(0, starts.Length - 1, _parallel, row =>
        {
            var target = result.AsSpan(row * d, d);
            target.Clear();
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                TensorPrimitives.MultiplyAdd(values.AsSpan(others[at] * d, d), otherScale[others[at]], target, target);
            }

            TensorPrimitives.Multiply(target, scale[row], target);
        });
    }

    private static float[] Scale(int[] starts)
    {
        var scale = new float[starts.Length - 1];
        for (var i = 0; i < scale.Length; i++)
        {
            scale[i] = 1 / MathF.Sqrt(Math.Max(1, starts[i + 1] - starts[i]));
        }

        return scale;
    }
}
