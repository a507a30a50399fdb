using CsCheck;

namespace Orleans.Reco.Training.Tests;

public sealed class ContentBytesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ContentBytes.ChunkBytes)]
    [InlineData((2 * ContentBytes.ChunkBytes) + 3)]
    public void What_is_cut_comes_together_in_whatever_order_it_arrives(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        var contents = new PartContents();
        var chunks = ContentBytes.Cut("state", bytes);
        foreach (var chunk in chunks.Reverse())
        {
            Assert.Null(contents.TryGet("state", chunk.ContentId));
            Assert.InRange(chunk.Bytes.Length, 0, ContentBytes.ChunkBytes);
            contents.Add(chunk);
        }

        Assert.Equal(bytes, contents.TryGet("state", chunks[0].ContentId));
        Assert.Null(contents.TryGet("weights", chunks[0].ContentId));
        contents.Add(ContentBytes.Cut("state", [1, 2, 3])[0]);
        Assert.Null(contents.TryGet("state", chunks[0].ContentId));
    }

    [Fact]
    public void Lists_come_back_as_they_were() =>
        Gen.Int.Array[0, 20].Array[0, 10].Sample(lists => Assert.Equal(lists, RankedLists.FromBytes(RankedLists.ToBytes(lists))));
}
