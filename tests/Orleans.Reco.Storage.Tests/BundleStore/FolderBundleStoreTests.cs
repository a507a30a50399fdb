namespace Orleans.Reco.Storage.Tests;

public sealed class FolderBundleStoreTests : BundleStoreConformance
{
    [Fact]
    public async Task A_publisher_that_died_half_way_leaves_no_bundle()
    {
        var half = Directory.CreateDirectory(Folder[Path.Combine("bundles", "_tmp", "half")]);
        await File.WriteAllTextAsync(Path.Combine(half.FullName, "manifest.json"), "one", Cancellation);

        Assert.Empty(await Silo.ListAsync("default", Cancellation));
        await Publisher.PublishAsync("default", Version, NewBundle("one"), Cancellation);
        Assert.Equal([Version], await Silo.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task A_publication_leaves_nothing_behind_but_the_bundle()
    {
        var bundle = NewBundle("one");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Publisher.PublishAsync("default", Version, bundle, Cancellation))));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder[Path.Combine("bundles", "_tmp")]));
    }

    protected override IBundleStore Open(string cache) => new FolderBundleStore(Folder["bundles"]);
}
