using CsCheck;

namespace Orleans.Reco.Storage.Tests;

public sealed class WrittenETagsTests
{
    [Fact]
    public void What_is_known_is_what_was_written_last() =>
        Gen.Select(Gen.Int[0, 20], Gen.ULong[0, 5]).Array[1, 200].Sample(writes =>
        {
            // Records 0 to 3 of each five have one place.
            var written = new WrittenETags();
            var last = new Dictionary<UInt128, ulong>();
            foreach (var (key, etag) in writes)
            {
                var record = new UInt128((ulong)key, (ulong)(key % 5 == 4 ? key : 0));
                written.Put(record, etag);
                last[record] = etag;
                Assert.Equal(etag != 0, written.TryFind(record, out _));
                foreach (var (known, expected) in last)
                {
                    Assert.True(!written.TryFind(known, out var found) || found == expected);
                }
            }

            written.Clear();
            Assert.DoesNotContain(last.Keys, record => written.TryFind(record, out _));
        });

    [Fact]
    public void Different_keys_stand_under_different_numbers() =>
        Assert.NotEqual(WrittenETags.HashOf("user-reco-user/default/a"u8), WrittenETags.HashOf("user-reco-user/default/b"u8));
}
