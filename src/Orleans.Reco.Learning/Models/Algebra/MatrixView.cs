namespace Orleans.Reco.Learning;

/// <summary>A matrix within an array of floats; strides make a transpose or a block of it without a copy.</summary>
internal readonly record struct MatrixView(float[] Values, long Offset, int Rows, int Columns, long RowStride, long ColumnStride)
{
    /// <summary>A whole row-major array, shape <c>[rows, columns]</c>.</summary>
    public static MatrixView Of(float[] values, int rows, int columns) => new(values, 0, rows, columns, columns, 1);

    public MatrixView Transposed => new(Values, Offset, Columns, Rows, ColumnStride, RowStride);

    public MatrixView Block(int row, int column, int rows, int columns) =>
        new(Values, Offset + (row * RowStride) + (column * ColumnStride), rows, columns, RowStride, ColumnStride);
}
