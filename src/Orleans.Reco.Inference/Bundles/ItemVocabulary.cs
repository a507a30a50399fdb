using System.Collections;
using System.IO.Hashing;
using System.Numerics;
using System.Text;

namespace Orleans.Reco.Inference;

/// <summary>
/// The item ids of a bundle as the bytes of their file, with an index over them. An id is a string only for whoever asks for one: as
/// objects a hundred thousand ids are what each collection has to copy while a model is loaded beside the one that serves.
/// </summary>
internal sealed class ItemVocabulary : IReadOnlyList<string>
{
    private const byte NewLine = (byte)'\n';
    private const int MaxOnStack = 512;

    private readonly byte[] _lines;
    private readonly int[] _ends;

    // Open addressing; a slot holds a row + 1, 0 = free.
    private readonly int[] _slots;

    private ItemVocabulary(byte[] lines, int[] ends)
    {
        (_lines, _ends) = (lines, ends);
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, 2 * ends.Length))];
    }

    public int Count => _ends.Length;

    public string this[int row] => Encoding.UTF8.GetString(Line(row));

    /// <summary>The ids of a file in UTF-8.</summary>
    /// <param name="lines">One id a line.</param>
    /// <exception cref="FormatException">A line is empty or there twice.</exception>
    public static ItemVocabulary Parse(byte[] lines)
    {
        var vocabulary = new ItemVocabulary(lines, Ends(lines));
        for (var row = 0; row < vocabulary.Count; row++)
        {
            if (vocabulary.Line(row).IsEmpty || !vocabulary.TryAdd(row))
            {
                throw new FormatException($"line {row + 1} is empty or there twice");
            }
        }

        return vocabulary;
    }

    /// <summary>The row of an id, from 0.</summary>
    public bool TryGetRow(string itemId, out int row)
    {
        var most = Encoding.UTF8.GetMaxByteCount(itemId.Length);
        var id = most <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[most];
        row = _slots[Slot(id[..Encoding.UTF8.GetBytes(itemId, id)])] - 1;
        return row >= 0;
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (var row = 0; row < Count; row++)
        {
            yield return this[row];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int[] Ends(ReadOnlySpan<byte> lines)
    {
        // The last line need not end.
        var text = lines is [.., NewLine] ? lines[..^1] : lines;
        var ends = new int[text.Count(NewLine) + 1];
        var begin = 0;
        for (var row = 0; row < ends.Length - 1; row++)
        {
            ends[row] = begin + text[begin..].IndexOf(NewLine);
            begin = ends[row] + 1;
        }

        ends[^1] = text.Length;
        return ends;
    }

    private ReadOnlySpan<byte> Line(int row) => _lines.AsSpan((row == 0 ? 0 : _ends[row - 1] + 1).._ends[row]);

    private bool TryAdd(int row)
    {
        ref var slot = ref _slots[Slot(Line(row))];
        if (slot != 0)
        {
            return false;
        }

        slot = row + 1;
        return true;
    }

    /// <summary>The slot that holds an id, or the free one where it belongs.</summary>
    private int Slot(ReadOnlySpan<byte> id)
    {
        var mask = _slots.Length - 1;
        var slot = (int)XxHash3.HashToUInt64(id) & mask;
        while (_slots[slot] != 0 && !Line(_slots[slot] - 1).SequenceEqual(id))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
