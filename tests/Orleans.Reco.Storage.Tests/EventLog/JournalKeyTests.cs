using System.Text;
using CsCheck;

namespace Orleans.Reco.Storage.Tests;

public class JournalKeyTests
{
    private const string SegmentId = "0199abcd0123456789abcdef01234567";

    [Fact]
    public void Keys_of_any_writer_are_parsed_back_and_lie_in_their_range() =>
        Gen.Select(Gen.String[1, 30], Gen.Int[0, int.MaxValue]).Sample((writer, n) =>
        {
            // Lone surrogates cannot be in a UTF-8 key; they are replaced once, before the key is made.
            var key = new JournalKey(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(writer)), SegmentId);
            var entry = JournalKey.Entry(key.Start(), n);

            return JournalKey.Parse(entry) == key
                && entry.AsSpan().SequenceCompareTo(key.Start()) > 0
                && entry.AsSpan().SequenceCompareTo(key.End()) < 0;
        });

    [Fact]
    public void Entries_sort_by_number() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Sample((a, b) =>
        {
            var key = new JournalKey("silo", SegmentId);
            return Math.Sign(JournalKey.Entry(key.Start(), a).AsSpan().SequenceCompareTo(JournalKey.Entry(key.Start(), b))) == a.CompareTo(b);
        });

    [Fact]
    public void Another_key_is_named() =>
        Assert.Contains("a/b", Assert.Throws<InvalidDataException>(() => JournalKey.Parse("a/b"u8)).Message, StringComparison.Ordinal);
}
