namespace Orleans.Reco.Learning;

/// <summary>Dense products <c>C += α A B</c>. The order of additions does not depend on the number of threads.</summary>
internal static class MatrixProduct
{
    private const int RowsOfTask = 64;

    /// <summary>Adds <c>α A B</c> to a matrix whose columns stand side by side.</summary>
    /// <param name="lowerOnly">True where only the lower triangle of the result is wanted: other blocks may be left out.</param>
    public static void Add(MatrixView a, MatrixView b, MatrixView c, float alpha, ParallelOptions parallel, bool lowerOnly = false)
    {
        if (a.Columns != b.Rows || c.Rows != a.Rows || c.Columns != b.Columns || c.ColumnStride != 1)
        {
            throw new ArgumentException($"[{a.Rows}, {a.Columns}] x [{b.Rows}, {b.Columns}] does not give [{c.Rows}, {c.Columns}].");
        }

        for (var first = 0; first < a.Columns; first += PackedPanel.MaxDepth)
        {
            var depth = Math.Min(PackedPanel.MaxDepth, a.Columns - first);
            var panel = new PackedPanel(b.Block(first, 0, depth, b.Columns), parallel);
            var left = a.Block(0, first, a.Rows, depth);
            _ = Parallel.For(0, (a.Rows + RowsOfTask - 1) / RowsOfTask, parallel, task =>
            {
                var row = task * RowsOfTask;
                var rows = Math.Min(RowsOfTask, a.Rows - row);
                panel.Add(left.Block(row, 0, rows, depth), c.Block(row, 0, rows, c.Columns), alpha, lowerOnly ? row + rows : c.Columns);
            });
        }
    }
}
