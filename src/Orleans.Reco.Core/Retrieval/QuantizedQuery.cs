using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.Reco.Core;

/// <summary>What is known of a query in 8 bits a component: enough to tell which rows of <see cref="QuantizedRows"/> may reach a score.</summary>
/// <param name="Correction">Takes the offset of the rows' bytes out of a sum of products.</param>
/// <param name="Scale">What a level stands for.</param>
/// <param name="Length">|x'|, or no number where nothing is known; then nothing is ruled out.</param>
/// <param name="Residual">|f|, the length of what quantisation left out.</param>
internal readonly record struct QuantizedQuery(int Correction, float Scale, float Length, float Residual)
{
    private const int Width = 32;
    private const int Lanes = 8;
    private const float RoundUp = 1 + (1f / (1 << 20));

    /// <summary>Quantises a query.</summary>
    /// <param name="query">The query vector.</param>
    /// <param name="rows">What it will be held against.</param>
    /// <param name="scaled">Room for as many values as the query has.</param>
    /// <param name="levels">Receives the components, four in a number; <see cref="QuantizedRows.Steps"/> of them.</param>
    /// <typeparam name="T">The instruction that will multiply.</typeparam>
    public static QuantizedQuery Create<T>(ReadOnlySpan<float> query, QuantizedRows rows, Span<float> scaled, Span<int> levels)
        where T : IByteProducts
    {
        rows.Scale(query, scaled);
        levels.Clear();
        var largest = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(scaled));
        var scale = largest / T.Levels;
        var inverse = scale > 0 ? 1 / scale : 0;
        if (!float.IsFinite(inverse) || !float.IsFinite(largest))
        {
            return new QuantizedQuery(0, 0, float.NaN, float.NaN);
        }

        var bytes = MemoryMarshal.Cast<int, sbyte>(levels);
        var (sum, residual, length) = (0, 0d, 0d);
        for (var d = 0; d < scaled.Length; d++)
        {
            var level = Math.Clamp((int)MathF.Round(scaled[d] * inverse), -T.Levels, T.Levels);
            bytes[d] = (sbyte)level;
            sum += level;
            var rest = scaled[d] - ((double)scale * level);
            residual += rest * rest;
            length += (double)scaled[d] * scaled[d];
        }

        return new QuantizedQuery(-QuantizedRows.Offset * sum, scale, (float)Math.Sqrt(length) * RoundUp, (float)Math.Sqrt(residual) * RoundUp);
    }

    /// <summary>A bit for each row of a group: set where its score may reach the threshold.</summary>
    /// <param name="values">The group's first component.</param>
    /// <param name="bounds">The group's first bound.</param>
    /// <param name="level">The query's first components.</param>
    /// <param name="steps"><see cref="QuantizedRows.Steps"/>.</param>
    /// <param name="threshold">The score.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint MayReach<T>(ref readonly byte values, ref readonly float bounds, ref readonly int level, int steps, float threshold)
        where T : IByteProducts
    {
        var s0 = Vector256.Create(Correction);
        var (s1, s2, s3) = (s0, s0, s0);
        for (var step = 0; step < steps; step++)
        {
            var query = Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in level), step)).AsSByte();
            ref readonly var four = ref Unsafe.Add(ref Unsafe.AsRef(in values), step * 4 * Width);
            s0 = T.MultiplyAdd(s0, Vector256.LoadUnsafe(in four), query);
            s1 = T.MultiplyAdd(s1, Vector256.LoadUnsafe(in four, Width), query);
            s2 = T.MultiplyAdd(s2, Vector256.LoadUnsafe(in four, 2 * Width), query);
            s3 = T.MultiplyAdd(s3, Vector256.LoadUnsafe(in four, 3 * Width), query);
        }

        return Reaching(s0, s1, s2, s3, in bounds, threshold);
    }

    /// <summary>The same for two queries, one beside the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint A, uint B) MayReach<T>(
        ref readonly QuantizedQuery a,
        ref readonly QuantizedQuery b,
        ref readonly byte values,
        ref readonly float bounds,
        ref readonly int levelA,
        ref readonly int levelB,
        int steps,
        float thresholdA,
        float thresholdB)
        where T : IByteProducts
    {
        var a0 = Vector256.Create(a.Correction);
        var b0 = Vector256.Create(b.Correction);
        var (a1, a2, a3) = (a0, a0, a0);
        var (b1, b2, b3) = (b0, b0, b0);
        for (var step = 0; step < steps; step++)
        {
            var queryA = Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in levelA), step)).AsSByte();
            var queryB = Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in levelB), step)).AsSByte();
            ref readonly var four = ref Unsafe.Add(ref Unsafe.AsRef(in values), step * 4 * Width);
            var rows = Vector256.LoadUnsafe(in four);
            a0 = T.MultiplyAdd(a0, rows, queryA);
            b0 = T.MultiplyAdd(b0, rows, queryB);
            rows = Vector256.LoadUnsafe(in four, Width);
            a1 = T.MultiplyAdd(a1, rows, queryA);
            b1 = T.MultiplyAdd(b1, rows, queryB);
            rows = Vector256.LoadUnsafe(in four, 2 * Width);
            a2 = T.MultiplyAdd(a2, rows, queryA);
            b2 = T.MultiplyAdd(b2, rows, queryB);
            rows = Vector256.LoadUnsafe(in four, 3 * Width);
            a3 = T.MultiplyAdd(a3, rows, queryA);
            b3 = T.MultiplyAdd(b3, rows, queryB);
        }

        return (a.Reaching(a0, a1, a2, a3, in bounds, thresholdA), b.Reaching(b0, b1, b2, b3, in bounds, thresholdB));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Reaching(
        Vector256<int> s0, Vector256<int> s1, Vector256<int> s2, Vector256<int> s3, ref readonly float bounds, float threshold) =>
        ~(Below(s0, in bounds, threshold)
            | (Below(s1, in Unsafe.Add(ref Unsafe.AsRef(in bounds), Lanes), threshold) << Lanes)
            | (Below(s2, in Unsafe.Add(ref Unsafe.AsRef(in bounds), 2 * Lanes), threshold) << (2 * Lanes))
            | (Below(s3, in Unsafe.Add(ref Unsafe.AsRef(in bounds), 3 * Lanes), threshold) << (3 * Lanes)));

    // Asks what is below, not what reaches: a bound that is no number is not below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Below(Vector256<int> products, ref readonly float bounds, float threshold)
    {
        var scales = Vector256.LoadUnsafe(in bounds) * Scale;
        var residuals = Vector256.LoadUnsafe(in bounds, QuantizedRows.RowsAtOnce) * Length;
        var quantized = Vector256.LoadUnsafe(in bounds, 2 * QuantizedRows.RowsAtOnce);
        var above = Vector256.FusedMultiplyAdd(quantized, Vector256.Create(Residual), residuals);
        var upper = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(products), scales, above);
        return Vector256.LessThan(upper, Vector256.Create(threshold)).ExtractMostSignificantBits();
    }
}
