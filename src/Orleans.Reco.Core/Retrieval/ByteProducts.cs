using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Orleans.Reco.Core;

/// <summary>An instruction that multiplies bytes without a sign by bytes with one and adds four neighbours up.</summary>
internal interface IByteProducts
{
    /// <summary>The largest level of a query for which no sum saturates.</summary>
    static abstract int Levels { get; }

    /// <summary>To each sum the products of its four bytes.</summary>
    static abstract Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> rows, Vector256<sbyte> query);
}

/// <summary>One instruction, AVX-VNNI.</summary>
internal readonly struct VnniProducts : IByteProducts
{
    public static int Levels => 127;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> rows, Vector256<sbyte> query) =>
        AvxVnni.MultiplyWideningAndAdd(sums, rows, query);
}

/// <summary>Three instructions, AVX2. Sums of two products are 16 bits, and 2 · 255 · 63 fits.</summary>
internal readonly struct Avx2Products : IByteProducts
{
    public static int Levels => 63;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> rows, Vector256<sbyte> query) =>
        sums + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(rows, query), Vector256<short>.One);
}
