using System.Globalization;
using System.Text;

namespace Orleans.Reco.Storage;

/// <summary>A segment's place in the journal. Entries have the keys <c>{writer}/{segment}/{n}</c>, n in 8 hex digits.</summary>
/// <param name="WriterId">Who writes it.</param>
/// <param name="SegmentId">Its id.</param>
internal readonly record struct JournalKey(string WriterId, string SegmentId)
{
    /// <summary>Longest writer id, in characters.</summary>
    public const int MaxWriterIdLength = 256;

    private const int NumberLength = 8;

    /// <summary>The key of entry n of the segment with a <see cref="Start"/>.</summary>
    public static byte[] Entry(ReadOnlySpan<byte> start, int n)
    {
        var entry = new byte[start.Length + NumberLength];
        start.CopyTo(entry);
        _ = n.TryFormat(entry.AsSpan(start.Length), out _, "x8", CultureInfo.InvariantCulture);
        return entry;
    }

    /// <summary>The first key that an entry can have.</summary>
    public byte[] Start() => Bytes($"{Prefix}/");

    /// <summary>The first key behind all entries: '0' follows '/'.</summary>
    public byte[] End() => Bytes($"{Prefix}0");

    private string Prefix => $"{Uri.EscapeDataString(WriterId)}/{SegmentId}";

    /// <summary>The segment of an entry's key.</summary>
    /// <exception cref="InvalidDataException">It is not the key of an entry.</exception>
    public static JournalKey Parse(ReadOnlySpan<byte> key)
    {
        var parts = Encoding.UTF8.GetString(key).Split('/');
        return parts is [var writer, { Length: SegmentIds.Length } segment, _]
            ? new JournalKey(Uri.UnescapeDataString(writer), segment)
            : throw new InvalidDataException($"'{string.Join('/', parts)}' is not a journal key.");
    }

    /// <summary>What is wrong with a writer id, or null.</summary>
    public static string? WriterIdError(string writerId) =>
        writerId.Length is 0 or > MaxWriterIdLength ? $"must have 1 to {MaxWriterIdLength} characters" : null;

    private static byte[] Bytes(string key) => Encoding.UTF8.GetBytes(key);
}
