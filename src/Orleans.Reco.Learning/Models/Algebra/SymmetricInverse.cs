namespace Orleans.Reco.Learning;

/// <summary>
/// Inverts a symmetric positive definite matrix in place by sweeping blocks of pivots (Goodnight, The American Statistician 1979): each
/// sweep is one product of full rank, so that nearly all the work runs in <see cref="MatrixProduct"/>.
/// </summary>
internal static class SymmetricInverse
{
    private const int BlockSize = 256;

    /// <summary>Replaces a matrix, of which only the lower triangle is read, by its inverse; both triangles are written.</summary>
    /// <param name="values">Row-major, shape <c>[n, n]</c>.</param>
    /// <param name="n">Rows and columns.</param>
    /// <param name="parallel">Threads, and what ends the computation.</param>
    /// <param name="swept">Told the share that is done, [0,1].</param>
    public static void Invert(float[] values, int n, ParallelOptions parallel, Action<double>? swept = null)
    {
        var matrix = MatrixView.Of(values, n, n);
        for (var first = 0; first < n; first += BlockSize)
        {
            Sweep(matrix, first, Math.Min(BlockSize, n - first), parallel);
            swept?.Invoke((first + BlockSize) / (double)n);
        }

        // The sweeps of all pivots give the inverse with the sign turned, in the lower triangle.
        _ = Parallel.For(0, n, parallel, row =>
        {
            for (var column = 0; column <= row; column++)
            {
                var value = -values[((long)row * n) + column];
                values[((long)row * n) + column] = value;
                values[((long)column * n) + row] = value;
            }
        });
    }

    private static void Sweep(MatrixView matrix, int first, int size, ParallelOptions parallel)
    {
        var n = matrix.Rows;
        var values = matrix.Values;
        var pivot = new float[size * size];
        var panel = new float[(long)n * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                pivot[(row * size) + column] = values[((long)(first + Math.Max(row, column)) * n) + first + Math.Min(row, column)];
            }
        }

        InvertSmall(pivot, size);
        for (var row = 0; row < n; row++)
        {
            for (var k = 0; k < size; k++)
            {
                // A row above the pivots finds its part of the panel in the lower triangle, transposed.
                panel[((long)row * size) + k] = row >= first + size
                    ? values[((long)row * n) + first + k]
                    : row < first ? values[((long)(first + k) * n) + row] : 0;
            }
        }

        // A ← A − B P⁻¹ Bᵀ for the rest, B P⁻¹ for the panel, −P⁻¹ for the pivots.
        var solved = new float[(long)n * size];
        MatrixProduct.Add(
            MatrixView.Of(panel, n, size), MatrixView.Of(pivot, size, size), MatrixView.Of(solved, n, size), 1, parallel);
        MatrixProduct.Add(
            MatrixView.Of(solved, n, size), MatrixView.Of(panel, n, size).Transposed, matrix, -1, parallel, lowerOnly: true);
        for (var row = 0; row < n; row++)
        {
            for (var k = 0; k < size; k++)
            {
                if (row >= first + size)
                {
                    values[((long)row * n) + first + k] = solved[((long)row * size) + k];
                }
                else if (row < first)
                {
                    values[((long)(first + k) * n) + row] = solved[((long)row * size) + k];
                }
                else
                {
                    values[((long)row * n) + first + k] = -pivot[((row - first) * size) + k];
                }
            }
        }
    }

    // By single sweeps in doubles.
    private static void InvertSmall(float[] values, int n)
    {
        var a = Array.ConvertAll(values, v => (double)v);
        for (var p = 0; p < n; p++)
        {
            var pivot = a[(p * n) + p];
            if (!(pivot > 0))
            {
                throw new DatasetException("regularisation", "the matrix of co-occurrences is not positive definite; a higher value is needed.");
            }

            for (var row = 0; row < n; row++)
            {
                var factor = a[(row * n) + p] / pivot;
                if (row == p)
                {
                    continue;
                }

                for (var column = 0; column < n; column++)
                {
                    a[(row * n) + column] -= column == p ? 0 : factor * a[(p * n) + column];
                }

                a[(row * n) + p] = -factor;
            }

            for (var column = 0; column < n; column++)
            {
                a[(p * n) + column] = column == p ? 1 / pivot : a[(p * n) + column] / pivot;
            }
        }

        for (var i = 0; i < a.Length; i++)
        {
            values[i] = (float)a[i];
        }
    }
}
