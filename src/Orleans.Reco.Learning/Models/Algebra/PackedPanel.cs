using System.Runtime.Intrinsics;

namespace Orleans.Reco.Learning;

/// <summary>
/// The right side B of products <c>C += α A B</c>, in strips of 64 columns that the innermost loop reads in order: four rows of A at a
/// time against four vectors of a strip, so that sixteen sums stay in registers.
/// </summary>
internal sealed unsafe class PackedPanel
{
    /// <summary>Most rows of B: a strip then stays in the second-level cache.</summary>
    public const int MaxDepth = 256;

    private const int Lanes = 16;
    private const int Strip = 4 * Lanes;
    private const int RowsAtOnce = 4;

    private readonly float[] _values;
    private readonly int _depth;
    private readonly int _columns;

    /// <summary>Packs a matrix of at most <see cref="MaxDepth"/> rows.</summary>
    public PackedPanel(MatrixView b, ParallelOptions parallel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(b.Rows, MaxDepth, nameof(b));
        (_depth, _columns) = (b.Rows, b.Columns);
        var strips = (_columns + Strip - 1) / Strip;
        _values = new float[strips * (long)Strip * _depth];
        _ = Parallel.For(0, strips, parallel, strip => Pack(b, strip));
    }

    /// <summary>Adds <c>α A B</c> to the first <paramref name="columns"/> columns of C, and maybe to some of those that follow.</summary>
    public void Add(MatrixView a, MatrixView c, float alpha, int columns)
    {
        for (var strip = 0; strip * Strip < columns; strip++)
        {
            AddStrip(a, c, alpha, strip);
        }
    }

    private void Pack(MatrixView b, int strip)
    {
        var width = Math.Min(Strip, b.Columns - (strip * Strip));
        fixed (float* source = b.Values, target = _values)
        {
            var to = target + ((long)strip * Strip * _depth);
            for (var k = 0; k < _depth; k++, to += Strip)
            {
                var from = source + b.Offset + (k * b.RowStride) + (strip * Strip * b.ColumnStride);
                for (var j = 0; j < width; j++)
                {
                    to[j] = from[j * b.ColumnStride];
                }
            }
        }
    }

    private void AddStrip(MatrixView a, MatrixView c, float alpha, int strip)
    {
        var width = Math.Min(Strip, _columns - (strip * Strip));
        var result = stackalloc float[RowsAtOnce * Strip];
        var left = stackalloc float[RowsAtOnce * MaxDepth];
        fixed (float* aValues = a.Values, cValues = c.Values, bValues = _values)
        {
            var b = bValues + ((long)strip * Strip * _depth);
            for (var row = 0; row < a.Rows; row += RowsAtOnce)
            {
                var count = Math.Min(RowsAtOnce, a.Rows - row);
                for (var i = 0; i < RowsAtOnce; i++)
                {
                    var from = aValues + a.Offset + ((row + Math.Min(i, count - 1)) * a.RowStride);
                    for (var k = 0; k < _depth; k++)
                    {
                        left[(k * RowsAtOnce) + i] = from[k * a.ColumnStride];
                    }
                }

                Kernel(left, b, _depth, result);
                for (var i = 0; i < count; i++)
                {
                    var target = cValues + c.Offset + ((row + i) * c.RowStride) + (strip * Strip);
                    var sums = new ReadOnlySpan<float>(result + (i * Strip), width);
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(sums, alpha, new Span<float>(target, width), new Span<float>(target, width));
                }
            }
        }
    }

    private static void Kernel(float* a, float* b, int depth, float* result)
    {
        Vector512<float> c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        Vector512<float> c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
        for (var k = 0; k < depth; k++, a += RowsAtOnce, b += Strip)
        {
            var (b0, b1) = (Vector512.Load(b), Vector512.Load(b + Lanes));
            var (b2, b3) = (Vector512.Load(b + (2 * Lanes)), Vector512.Load(b + (3 * Lanes)));
            var x = Vector512.Create(a[0]);
            c00 = Vector512.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            c02 = Vector512.FusedMultiplyAdd(x, b2, c02);
            c03 = Vector512.FusedMultiplyAdd(x, b3, c03);
            x = Vector512.Create(a[1]);
            c10 = Vector512.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            c12 = Vector512.FusedMultiplyAdd(x, b2, c12);
            c13 = Vector512.FusedMultiplyAdd(x, b3, c13);
            x = Vector512.Create(a[2]);
            c20 = Vector512.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            c22 = Vector512.FusedMultiplyAdd(x, b2, c22);
            c23 = Vector512.FusedMultiplyAdd(x, b3, c23);
            x = Vector512.Create(a[3]);
            c30 = Vector512.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            c32 = Vector512.FusedMultiplyAdd(x, b2, c32);
            c33 = Vector512.FusedMultiplyAdd(x, b3, c33);
        }

        Store(result, c00, c01, c02, c03);
        Store(result + Strip, c10, c11, c12, c13);
        Store(result + (2 * Strip), c20, c21, c22, c23);
        Store(result + (3 * Strip), c30, c31, c32, c33);
    }

    private static void Store(float* to, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        v0.Store(to);
        v1.Store(to + Lanes);
        v2.Store(to + (2 * Lanes));
        v3.Store(to + (3 * Lanes));
    }
}
