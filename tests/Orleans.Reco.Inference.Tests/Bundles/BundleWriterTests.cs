namespace Orleans.Reco.Inference.Tests;

public sealed class BundleWriterTests : IDisposable
{
    private readonly BundleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EqualContentsGiveEqualFiles()
    {
        string first = Path.Combine(_folder.Root, "1"), second = Path.Combine(_folder.Root, "2");
        _ = TestBundles.Write(first, ["a", "b"]);
        _ = TestBundles.Write(second, ["a", "b"]);
        foreach (var file in Directory.GetFiles(first))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(second, Path.GetFileName(file))));
        }
    }

    [Fact]
    public void ABundleIsNeverChanged()
    {
        _ = TestBundles.Write(_folder.Root, ["a", "b"]);
        _ = Assert.Throws<InvalidOperationException>(() => TestBundles.Write(_folder.Root, ["a", "b"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("a")]
    public void AnItemIdThatCannotStandOnALineOrComesTwiceIsRefused(string id)
    {
        _ = Assert.Throws<ArgumentException>(() => TestBundles.Write(_folder.Root, ["a", id]));
        Assert.False(File.Exists(Path.Combine(_folder.Root, BundleFiles.Manifest)));
    }

    [Fact]
    public void VersionsSortByTimeAndDifferBySalt()
    {
        var time = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));
        var version = BundleVersion.Create(time, "refresh 1");
        Assert.StartsWith("20260304T030607Z-", version, StringComparison.Ordinal);
        Assert.True(BundleVersion.IsValid(version));
        Assert.NotEqual(version, BundleVersion.Create(time, "refresh 2"));
        Assert.True(string.CompareOrdinal(version, BundleVersion.Create(time.AddSeconds(1), "refresh 1")) < 0);
    }
}
