using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orleans.Reco.Core;

/// <summary>
/// Dot products of a query with a few rows that lie anywhere, one in each lane, so that each is summed in the order of the components
/// as <see cref="QueryGroup"/> does it and none waits for another.
/// </summary>
internal static class RowScores
{
    /// <summary>Most rows.</summary>
    public const int RowsAtOnce = 8;

    /// <summary>Scores rows; lanes beyond them have no meaning.</summary>
    public static Vector256<float> Of(ReadOnlySpan<float> query, ItemVectors items, ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
        {
            return default;
        }

        ref var values = ref MemoryMarshal.GetReference(items.Values);
        ref var r0 = ref Row(ref values, items, rows, 0);
        ref var r1 = ref Row(ref values, items, rows, 1);
        ref var r2 = ref Row(ref values, items, rows, 2);
        ref var r3 = ref Row(ref values, items, rows, 3);
        ref var r4 = ref Row(ref values, items, rows, 4);
        ref var r5 = ref Row(ref values, items, rows, 5);
        ref var r6 = ref Row(ref values, items, rows, 6);
        ref var r7 = ref Row(ref values, items, rows, 7);
        var sum = Vector256<float>.Zero;
        for (var k = 0; k < query.Length; k++)
        {
            var column = Vector256.Create(
                Unsafe.Add(ref r0, k), Unsafe.Add(ref r1, k), Unsafe.Add(ref r2, k), Unsafe.Add(ref r3, k),
                Unsafe.Add(ref r4, k), Unsafe.Add(ref r5, k), Unsafe.Add(ref r6, k), Unsafe.Add(ref r7, k));
            sum = Vector256.FusedMultiplyAdd(Vector256.Create(query[k]), column, sum);
        }

        return sum;
    }

    /// <summary>Begins to load a row that will be scored.</summary>
    public static void Prefetch(ItemVectors items, int row) =>
        CacheLines.Prefetch(in MemoryMarshal.GetReference(items.Row(row)), items.Dimension);

    private static ref float Row(ref float values, ItemVectors items, ReadOnlySpan<int> rows, int index) =>
        ref Unsafe.Add(ref values, rows[Math.Min(index, rows.Length - 1)] * items.Dimension);
}
