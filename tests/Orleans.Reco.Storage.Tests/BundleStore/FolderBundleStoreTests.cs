namespace Orleans.Reco.Storage.Tests;

public sealed class FolderBundleStoreTests : IDisposable
{
    private const string Version = "20261124T040000Z-0a1b2c3d";

    private readonly TestFolder _folder = new();
    private readonly FolderBundleStore _store;

    public FolderBundleStoreTests() => _store = new FolderBundleStore(_folder["bundles"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_published_is_fetched_with_subfolders()
    {
        await _store.PublishAsync("default", Version, NewBundle("one"), Cancellation);

        var bundle = await _store.FetchAsync("default", Version, Cancellation);

        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(bundle, "manifest.json"), Cancellation));
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(bundle, "graphs", "step.onnx"), Cancellation));
        Assert.Equal([Version], await _store.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task The_same_content_may_be_published_again_and_other_content_may_not()
    {
        await _store.PublishAsync("default", Version, NewBundle("one"), Cancellation);

        await _store.PublishAsync("default", Version, NewBundle("one"), Cancellation);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _store.PublishAsync("default", Version, NewBundle("two"), Cancellation));

        Assert.Contains(Version, error.Message, StringComparison.Ordinal);
        var bundle = await _store.FetchAsync("default", Version, Cancellation);
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(bundle, "manifest.json"), Cancellation));
    }

    [Fact]
    public async Task A_file_more_is_other_content()
    {
        await _store.PublishAsync("default", Version, NewBundle("one"), Cancellation);
        var more = NewBundle("one");
        await File.WriteAllTextAsync(Path.Combine(more, "ranker.onnx"), "", Cancellation);

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => _store.PublishAsync("default", Version, more, Cancellation));
    }

    [Fact]
    public async Task Of_many_publishers_of_the_same_version_all_succeed()
    {
        var bundle = NewBundle("one");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            _store.PublishAsync("default", Version, bundle, Cancellation))));

        Assert.Equal([Version], await _store.ListAsync("default", Cancellation));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder[Path.Combine("bundles", "_tmp")]));
    }

    [Fact]
    public async Task A_publisher_that_died_half_way_leaves_no_bundle()
    {
        var half = Directory.CreateDirectory(_folder[Path.Combine("bundles", "_tmp", "half")]);
        await File.WriteAllTextAsync(Path.Combine(half.FullName, "manifest.json"), "one", Cancellation);

        Assert.Empty(await _store.ListAsync("default", Cancellation));
        await _store.PublishAsync("default", Version, NewBundle("one"), Cancellation);
        Assert.Equal([Version], await _store.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task Versions_are_listed_oldest_first_and_tenants_are_kept_apart()
    {
        await _store.PublishAsync("default", "20261124T050000Z-b", NewBundle("two"), Cancellation);
        await _store.PublishAsync("default", "20261124T040000Z-a", NewBundle("one"), Cancellation);
        await _store.PublishAsync("other", "20261124T060000Z-c", NewBundle("three"), Cancellation);

        Assert.Equal(["20261124T040000Z-a", "20261124T050000Z-b"], await _store.ListAsync("default", Cancellation));
        Assert.Empty(await _store.ListAsync("third", Cancellation));
    }

    [Fact]
    public async Task A_deleted_bundle_is_gone_and_deleting_again_does_nothing()
    {
        await _store.PublishAsync("default", Version, NewBundle("one"), Cancellation);

        await _store.DeleteAsync("default", Version, Cancellation);
        await _store.DeleteAsync("default", Version, Cancellation);

        _ = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => _store.FetchAsync("default", Version, Cancellation));
        Assert.Empty(await _store.ListAsync("default", Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc")]
    [InlineData("C:x")]
    [InlineData("v\0")]
    [InlineData("_tmp")]
    public async Task A_version_cannot_lead_out_of_its_folder(string version)
    {
        var publish = await Assert.ThrowsAsync<RecoValidationException>(() =>
            _store.PublishAsync("default", version, _folder.Path, Cancellation));
        _ = await Assert.ThrowsAsync<RecoValidationException>(() => _store.FetchAsync("default", version, Cancellation));
        _ = await Assert.ThrowsAsync<RecoValidationException>(() => _store.DeleteAsync("default", version, Cancellation));

        Assert.Equal("version", publish.Field);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("_tmp")]
    public async Task A_tenant_cannot_lead_out_of_the_store(string tenant)
    {
        var error = await Assert.ThrowsAsync<RecoValidationException>(() => _store.ListAsync(tenant, Cancellation));

        Assert.Equal("tenant", error.Field);
    }

    [Fact]
    public async Task A_missing_source_is_named()
    {
        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            _store.PublishAsync("default", Version, _folder["nowhere"], Cancellation));

        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    private string NewBundle(string content)
    {
        var folder = _folder[Guid.NewGuid().ToString("N")];
        _ = Directory.CreateDirectory(Path.Combine(folder, "graphs"));
        File.WriteAllText(Path.Combine(folder, "manifest.json"), content);
        File.WriteAllText(Path.Combine(folder, "graphs", "step.onnx"), content);
        return folder;
    }
}
