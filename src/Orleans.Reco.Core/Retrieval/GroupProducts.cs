using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orleans.Reco.Core;

/// <summary>
/// Sums of products of a group of <see cref="QuantizedRows"/> with queries. Methods of their own, as then everything has a register.
/// </summary>
/// <typeparam name="T">The instruction that multiplies.</typeparam>
internal static class GroupProducts<T>
    where T : IByteProducts
{
    private const int Width = 32;
    private const int Lanes = 8;

    /// <summary>A bit for each row of a group: set where the sum is larger than what is too small.</summary>
    /// <param name="values">The group's first component.</param>
    /// <param name="level">The query's first components.</param>
    /// <param name="steps"><see cref="QuantizedRows.Steps"/>.</param>
    /// <param name="tooSmall">The number that a sum has to exceed.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static uint Exceeding(ref readonly byte values, ref readonly int level, int steps, int tooSmall)
    {
        var (s0, s1, s2, s3) = Sums(in values, in level, steps);
        return Exceeding(s0, s1, s2, s3, tooSmall);
    }

    /// <summary>The same for two queries, which share the loads, and neither's sums wait for the other's; the second's bits are the upper half.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static ulong Exceeding(
        ref readonly byte values, ref readonly int levelA, ref readonly int levelB, int steps, int tooSmallA, int tooSmallB)
    {
        var (a0, a1, a2, a3) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        var (b0, b1, b2, b3) = (a0, a0, a0, a0);
        ref var group = ref Unsafe.AsRef(in values);
        for (nint step = 0; step < steps; step++)
        {
            var fourA = Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in levelA), step)).AsSByte();
            var fourB = Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in levelB), step)).AsSByte();
            var rows = Vector256.LoadUnsafe(in group);
            a0 = T.MultiplyAdd(a0, rows, fourA);
            b0 = T.MultiplyAdd(b0, rows, fourB);
            rows = Vector256.LoadUnsafe(in group, Width);
            a1 = T.MultiplyAdd(a1, rows, fourA);
            b1 = T.MultiplyAdd(b1, rows, fourB);
            rows = Vector256.LoadUnsafe(in group, 2 * Width);
            a2 = T.MultiplyAdd(a2, rows, fourA);
            b2 = T.MultiplyAdd(b2, rows, fourB);
            rows = Vector256.LoadUnsafe(in group, 3 * Width);
            a3 = T.MultiplyAdd(a3, rows, fourA);
            b3 = T.MultiplyAdd(b3, rows, fourB);
            group = ref Unsafe.Add(ref group, 4 * Width);
        }

        return Exceeding(a0, a1, a2, a3, tooSmallA) | ((ulong)Exceeding(b0, b1, b2, b3, tooSmallB) << (4 * Lanes));
    }

    /// <summary>The sums themselves, shape <c>[RowsAtOnce]</c>.</summary>
    public static void CopyTo(Span<int> sums, ref readonly byte values, ref readonly int level, int steps)
    {
        var (s0, s1, s2, s3) = Sums(in values, in level, steps);
        s0.CopyTo(sums);
        s1.CopyTo(sums[Lanes..]);
        s2.CopyTo(sums[(2 * Lanes)..]);
        s3.CopyTo(sums[(3 * Lanes)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> S0, Vector256<int> S1, Vector256<int> S2, Vector256<int> S3) Sums(
        ref readonly byte values, ref readonly int level, int steps)
    {
        var (s0, s1, s2, s3) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        ref var group = ref Unsafe.AsRef(in values);
        for (nint step = 0; step < steps; step++)
        {
            var four = Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in level), step)).AsSByte();
            s0 = T.MultiplyAdd(s0, Vector256.LoadUnsafe(in group), four);
            s1 = T.MultiplyAdd(s1, Vector256.LoadUnsafe(in group, Width), four);
            s2 = T.MultiplyAdd(s2, Vector256.LoadUnsafe(in group, 2 * Width), four);
            s3 = T.MultiplyAdd(s3, Vector256.LoadUnsafe(in group, 3 * Width), four);
            group = ref Unsafe.Add(ref group, 4 * Width);
        }

        return (s0, s1, s2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Exceeding(Vector256<int> s0, Vector256<int> s1, Vector256<int> s2, Vector256<int> s3, int tooSmall)
    {
        var small = Vector256.Create(tooSmall);
        var (r0, r1) = (Vector256.GreaterThan(s0, small), Vector256.GreaterThan(s1, small));
        var (r2, r3) = (Vector256.GreaterThan(s2, small), Vector256.GreaterThan(s3, small));
        return (r0 | r1 | r2 | r3) == Vector256<int>.Zero ? 0
            : r0.ExtractMostSignificantBits()
                | (r1.ExtractMostSignificantBits() << Lanes)
                | (r2.ExtractMostSignificantBits() << (2 * Lanes))
                | (r3.ExtractMostSignificantBits() << (3 * Lanes));
    }
}
