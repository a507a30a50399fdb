using System.Runtime.InteropServices;

namespace Orleans.Reco.Learning;

/// <summary>Dot products of users with all items.</summary>
internal static class VectorScores
{
    /// <summary>Computes them.</summary>
    /// <param name="users">Shape <c>[users, dimension]</c>.</param>
    /// <param name="items">Shape <c>[items, dimension]</c>.</param>
    /// <param name="dimension">Components of a vector.</param>
    /// <param name="scores">Receives them, shape <c>[users, items]</c>.</param>
    /// <param name="parallel">Threads.</param>
    /// <param name="add">True to add to what the scores hold.</param>
    public static void Compute(
        float[] users, float[] items, int dimension, Memory<float> scores, ParallelOptions parallel, bool add = false)
    {
        var (n, m) = (users.Length / dimension, items.Length / dimension);
        if (!add)
        {
            scores.Span[..(n * m)].Clear();
        }

        if (n == 0)
        {
            return;
        }

        var segment = MemoryMarshal.TryGetArray<float>(scores, out var array)
            ? array
            : throw new ArgumentException("must be memory of an array", nameof(scores));
        var target = new MatrixView(segment.Array!, segment.Offset, n, m, m, 1);
        MatrixProduct.Add(MatrixView.Of(users, n, dimension), MatrixView.Of(items, m, dimension).Transposed, target, 1, parallel);
    }
}
