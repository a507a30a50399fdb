using System.Buffers.Binary;
using System.Text;

namespace Orleans.Reco.Storage;

/// <summary>Reads the parts of a journal entry one after the other, as <see cref="BinaryWriter"/> writes them.</summary>
/// <remarks>Every read past the end, or of what cannot be, throws <see cref="InvalidDataException"/>.</remarks>
internal ref struct EntryReader(ReadOnlySpan<byte> entry, HashSet<string> known)
{
    private const int MostKnownBytes = 256;
    private const int LastShift = 28;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known = known.GetAlternateLookup<ReadOnlySpan<char>>();
    private ReadOnlySpan<byte> _rest = entry;

    public byte Byte() => Take(1)[0];

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>A time that is stored in ticks of UTC.</summary>
    public DateTimeOffset Time()
    {
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new(ticks, TimeSpan.Zero) : throw NotReadable();
    }

    /// <summary>A number of things, each of which has a byte at least.</summary>
    public int Count()
    {
        var count = 0L;
        for (var shift = 0; shift <= LastShift; shift += 7)
        {
            var next = Byte();
            count |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return count <= _rest.Length ? (int)count : throw NotReadable();
            }
        }

        throw NotReadable();
    }

    public string String() => Encoding.UTF8.GetString(Take(Count()));

    /// <summary>A string that others are likely to have too: one object for all of them.</summary>
    public string Known()
    {
        var bytes = Take(Count());
        if (bytes.Length > MostKnownBytes)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        Span<char> characters = stackalloc char[MostKnownBytes];
        var text = characters[..Encoding.UTF8.GetChars(bytes, characters)];
        if (!_known.TryGetValue(text, out var same))
        {
            _ = _known.Add(text);
            _ = _known.TryGetValue(text, out same);
        }

        return same!;
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (_rest.Length < bytes)
        {
            throw NotReadable();
        }

        var taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }

    private static InvalidDataException NotReadable() => new("A journal entry is not readable.");
}
