using System.Numerics.Tensors;

namespace Orleans.Reco.Core;

/// <summary>
/// A copy of item vectors in 8 bits a component, a quarter of the bytes to read, with what is needed to tell an upper bound of each
/// exact dot product. A row that the bound rules out is not among the best; only the others are scored exactly.
/// </summary>
/// <remarks>
/// Each column is scaled to [-1, 1] by its largest value c, as a popularity term may be many times larger than the others, and each group
/// of rows by s = max|y'| / 127: y' = s q + r with y' = y / c. With the query x' = x c = t p + f the product is
/// x·y = s t (q·p) + s (q·f) + x'·r, and by Cauchy and Schwarz at most s t (q·p) + |f| |s q| + |x'| |r|. Rounding of the exact sum is
/// within <see cref="RoundingUlps"/> and the dimension, in units of 2⁻²³ |x'| |y'|, and is added to |r|. A group has one scale and
/// the largest lengths of its rows, so that a score becomes a number that whole sums of products are held against.
/// </remarks>
internal sealed class QuantizedRows
{
    /// <summary>Rows that are bounded together, lanes of four registers.</summary>
    public const int RowsAtOnce = 32;

    /// <summary>Components of a row that lie side by side, as one instruction multiplies them.</summary>
    public const int Packed = 4;

    /// <summary>Stored bytes are this much above the number that they stand for, since the instruction wants them without a sign.</summary>
    public const int Offset = 128;

    private const int Levels = 127;
    private const float RoundingUlps = 32;
    private const float Ulp = 1f / (1 << 23);

    // Shape [groups, steps, RowsAtOnce, Packed].
    private readonly byte[] _values;

    private readonly GroupBound[] _bounds;
    private readonly float[] _columns;

    /// <summary>Makes the copy.</summary>
    /// <param name="values">Vectors, shape <c>[count, dimension]</c>.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="dimension">Components of a row.</param>
    public QuantizedRows(ReadOnlySpan<float> values, int count, int dimension)
        : this(count, LargestOfColumns(values, count, dimension)) => Quantize(values, default, 0);

    /// <summary>Makes a copy in another order.</summary>
    /// <param name="values">Vectors, shape <c>[order.Length, dimension]</c>.</param>
    /// <param name="order">The row that comes first, the one that comes next, and so on.</param>
    /// <param name="dimension">Components of a row.</param>
    public QuantizedRows(ReadOnlySpan<float> values, ReadOnlySpan<int> order, int dimension)
        : this(order.Length, LargestOfColumns(values, order.Length, dimension)) => Quantize(values, order, 0);

    private QuantizedRows(int count, float[] columns)
    {
        (Count, Dimension, _columns) = (count, columns.Length, columns);
        Steps = (Dimension + Packed - 1) / Packed;
        var groups = (count + RowsAtOnce - 1) / RowsAtOnce;
        _values = new byte[groups * GroupBytes];
        _bounds = new GroupBound[groups];
        Array.Fill(_values, (byte)Offset);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Components of a row.</summary>
    public int Dimension { get; }

    /// <summary>Groups of <see cref="Packed"/> components.</summary>
    public int Steps { get; }

    /// <summary>Bytes of a group of <see cref="RowsAtOnce"/> rows.</summary>
    public int GroupBytes => Steps * RowsAtOnce * Packed;

    /// <summary>Quantised components, shape <c>[groups, Steps, RowsAtOnce, Packed]</c>.</summary>
    public ReadOnlySpan<byte> Values => _values;

    /// <summary>What is known of the rows of each group, shape <c>[groups]</c>.</summary>
    public ReadOnlySpan<GroupBound> Bounds => _bounds;

    /// <summary>Scales a query by the columns: the dot product with a row that is divided by them stays what it was.</summary>
    public void Scale(ReadOnlySpan<float> query, Span<float> scaled) => TensorPrimitives.Multiply(query, _columns, scaled);

    /// <summary>A copy of more rows, of which the first are these; only groups that have others are quantised.</summary>
    public QuantizedRows Extend(ReadOnlySpan<float> values, int count)
    {
        var more = new QuantizedRows(count, _columns);
        var full = Count / RowsAtOnce;
        _values.AsSpan(0, full * GroupBytes).CopyTo(more._values);
        _bounds.AsSpan(0, full).CopyTo(more._bounds);
        more.Quantize(values, default, full);
        return more;
    }

    private static float[] LargestOfColumns(ReadOnlySpan<float> values, int count, int dimension)
    {
        var largest = new float[dimension];
        for (var i = 0; i < count; i++)
        {
            var row = values.Slice(i * dimension, dimension);
            if (TensorPrimitives.IsFiniteAll<float>(row))
            {
                TensorPrimitives.MaxMagnitude(largest, row, largest);
            }
        }

        for (var d = 0; d < dimension; d++)
        {
            // A reciprocal that overflows would make infinities of numbers.
            var magnitude = MathF.Abs(largest[d]);
            largest[d] = float.IsNormal(magnitude) ? magnitude : 1;
        }

        return largest;
    }

    private void Quantize(ReadOnlySpan<float> values, ReadOnlySpan<int> order, int firstGroup)
    {
        var rows = new float[RowsAtOnce * Dimension];
        for (var group = firstGroup; group < _bounds.Length; group++)
        {
            var first = group * RowsAtOnce;
            var count = Math.Min(RowsAtOnce, Count - first);
            for (var i = 0; i < count; i++)
            {
                var source = order.IsEmpty ? first + i : order[first + i];
                TensorPrimitives.Divide(values.Slice(source * Dimension, Dimension), _columns, rows.AsSpan(i * Dimension, Dimension));
            }

            _bounds[group] = QuantizeGroup(rows.AsSpan(0, count * Dimension), _values.AsSpan(group * GroupBytes, GroupBytes));
        }
    }

    private GroupBound QuantizeGroup(ReadOnlySpan<float> rows, Span<byte> values)
    {
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(rows));
        if (!float.IsFinite(largest))
        {
            // Nothing is known of such rows, so they are always scored exactly.
            return new GroupBound(0, float.PositiveInfinity, 0);
        }

        var scale = largest / Levels;
        var inverse = scale > 0 ? 1 / scale : 0;
        if (!float.IsFinite(inverse))
        {
            (scale, inverse) = (0, 0);
        }

        var (mostResidual, mostQuantized) = (0d, 0d);
        for (var lane = 0; lane * Dimension < rows.Length; lane++)
        {
            var row = rows.Slice(lane * Dimension, Dimension);
            var (residual, quantized, length) = (0d, 0d, 0d);
            for (var d = 0; d < row.Length; d++)
            {
                var level = Math.Clamp((int)MathF.Round(row[d] * inverse), -Levels, Levels);
                values[(((d / Packed * RowsAtOnce) + lane) * Packed) + (d % Packed)] = (byte)(level + Offset);
                var near = (double)scale * level;
                residual += (row[d] - near) * (row[d] - near);
                quantized += near * near;
                length += (double)row[d] * row[d];
            }

            var rounding = Ulp * (Dimension + RoundingUlps) * Math.Sqrt(length);
            mostResidual = Math.Max(mostResidual, (Math.Sqrt(residual) * (1 + Ulp)) + rounding);
            mostQuantized = Math.Max(mostQuantized, Math.Sqrt(quantized) * (1 + Ulp));
        }

        return new GroupBound(scale, (float)mostResidual, (float)mostQuantized);
    }
}
