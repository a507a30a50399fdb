using CsCheck;

namespace Orleans.Reco.Grains.Tests;

public sealed class CompactETagTests
{
    [Fact]
    public void The_stores_own_number_comes_back_as_it_was() =>
        Gen.ULong.Sample(number => Assert.Equal($"{number:x16}", new CompactETag($"{number:x16}").ToString()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000")]
    [InlineData("00000000000000AB")]
    [InlineData("0x8DCABCDEF01234")]
    [InlineData("\"0x8DCABCDEF0123456\"")]
    [InlineData("123")]
    [InlineData("123456789012345g")]
    [InlineData(" 23456789012345 ")]
    public void Any_other_comes_back_too(string? etag) => Assert.Equal(etag, new CompactETag(etag).ToString());

    [Fact]
    public void A_user_without_a_record_has_none() => Assert.Null(default(CompactETag).ToString());
}
