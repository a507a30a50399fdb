using System.Runtime.InteropServices;

namespace Orleans.Reco.Training;

/// <summary>Ranked lists as bytes: little-endian numbers, each list's length before it.</summary>
internal static class RankedLists
{
    public static byte[] ToBytes(int[][] lists)
    {
        int[] numbers = [.. lists.SelectMany(list => list.Prepend(list.Length))];
        return MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
    }

    public static int[][] FromBytes(byte[] bytes)
    {
        var lists = new List<int[]>();
        for (var numbers = MemoryMarshal.Cast<byte, int>(bytes); !numbers.IsEmpty; numbers = numbers[(1 + numbers[0])..])
        {
            lists.Add(numbers.Slice(1, numbers[0]).ToArray());
        }

        return [.. lists];
    }
}
