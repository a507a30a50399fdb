namespace Orleans.Reco.Storage.Tests;

/// <summary>What every bundle store does alike, whoever publishes and whoever fetches.</summary>
public abstract class BundleStoreConformance : IAsyncLifetime
{
    protected const string Version = "20261124T040000Z-0a1b2c3d";

    private IBundleStore? _publisher;
    private IBundleStore? _silo;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal TestFolder Folder { get; } = new();

    /// <summary>The store as the process sees it that publishes.</summary>
    protected IBundleStore Publisher => _publisher!;

    /// <summary>The store as another process sees it.</summary>
    protected IBundleStore Silo => _silo!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        (_publisher, _silo) = (Open(Folder["publisher"]), Open(Folder["silo"]));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_published_is_fetched_with_subfolders()
    {
        await Publisher.PublishAsync("default", Version, NewBundle("one"), Cancellation);

        var bundle = await Silo.FetchAsync("default", Version, Cancellation);

        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(bundle, "manifest.json"), Cancellation));
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(bundle, "graphs", "step.onnx"), Cancellation));
        Assert.Equal([Version], await Silo.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task The_same_content_may_be_published_again_and_other_content_may_not()
    {
        await Publisher.PublishAsync("default", Version, NewBundle("one"), Cancellation);

        await Publisher.PublishAsync("default", Version, NewBundle("one"), Cancellation);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Publisher.PublishAsync("default", Version, NewBundle("two"), Cancellation));

        Assert.Contains(Version, error.Message, StringComparison.Ordinal);
        var bundle = await Silo.FetchAsync("default", Version, Cancellation);
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(bundle, "manifest.json"), Cancellation));
    }

    [Fact]
    public async Task A_file_more_is_other_content()
    {
        await Publisher.PublishAsync("default", Version, NewBundle("one"), Cancellation);
        var more = NewBundle("one");
        await File.WriteAllTextAsync(Path.Combine(more, "ranker.onnx"), "", Cancellation);

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => Publisher.PublishAsync("default", Version, more, Cancellation));
    }

    [Fact]
    public async Task Of_many_publishers_of_the_same_version_all_succeed()
    {
        var bundle = NewBundle("one");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Publisher.PublishAsync("default", Version, bundle, Cancellation))));

        Assert.Equal([Version], await Silo.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task Versions_are_listed_oldest_first_and_tenants_are_kept_apart()
    {
        await Publisher.PublishAsync("default", "20261124T050000Z-b", NewBundle("two"), Cancellation);
        await Publisher.PublishAsync("default", "20261124T040000Z-a", NewBundle("one"), Cancellation);
        await Publisher.PublishAsync("other", "20261124T060000Z-c", NewBundle("three"), Cancellation);

        Assert.Equal(["20261124T040000Z-a", "20261124T050000Z-b"], await Silo.ListAsync("default", Cancellation));
        Assert.Empty(await Silo.ListAsync("third", Cancellation));
        Assert.Equal(["default", "other"], await Silo.ListTenantsAsync(Cancellation));
    }

    [Fact]
    public async Task A_deleted_bundle_is_gone_and_deleting_again_does_nothing()
    {
        await Publisher.PublishAsync("default", Version, NewBundle("one"), Cancellation);

        await Publisher.DeleteAsync("default", Version, Cancellation);
        await Publisher.DeleteAsync("default", Version, Cancellation);

        _ = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Silo.FetchAsync("default", Version, Cancellation));
        Assert.Empty(await Silo.ListAsync("default", Cancellation));
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
    public async Task A_version_cannot_lead_out_of_itsFolder(string version)
    {
        var publish = await Assert.ThrowsAsync<RecoValidationException>(() =>
            Publisher.PublishAsync("default", version, Folder.Path, Cancellation));
        _ = await Assert.ThrowsAsync<RecoValidationException>(() => Silo.FetchAsync("default", version, Cancellation));
        _ = await Assert.ThrowsAsync<RecoValidationException>(() => Publisher.DeleteAsync("default", version, Cancellation));

        Assert.Equal("version", publish.Field);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("_tmp")]
    public async Task A_tenant_cannot_lead_out_of_the_store(string tenant)
    {
        var error = await Assert.ThrowsAsync<RecoValidationException>(() => Silo.ListAsync(tenant, Cancellation));

        Assert.Equal("tenant", error.Field);
    }

    [Fact]
    public async Task A_store_that_nothing_was_published_to_is_empty()
    {
        Assert.Empty(await Silo.ListTenantsAsync(Cancellation));
        Assert.Empty(await Silo.ListAsync("default", Cancellation));
        _ = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Silo.FetchAsync("default", Version, Cancellation));
    }

    [Fact]
    public async Task Many_silos_fetch_the_same_bundle_at_once()
    {
        var bundle = NewBundle("one");
        await Publisher.PublishAsync("default", Version, bundle, Cancellation);

        var fetched = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Silo.FetchAsync("default", Version, Cancellation))));

        Assert.True(await FolderContent.EqualAsync(bundle, Assert.Single(fetched.Distinct()), Cancellation));
    }

    [Fact]
    public async Task A_missing_source_is_named()
    {
        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            Publisher.PublishAsync("default", Version, Folder["nowhere"], Cancellation));

        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Starts the store.</summary>
    protected virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Removes it.</summary>
    protected virtual Task StopAsync() => Task.CompletedTask;

    /// <summary>Opens it as a process does.</summary>
    /// <param name="cache">A folder of the process.</param>
    protected abstract IBundleStore Open(string cache);

    /// <summary>A folder with a bundle to publish.</summary>
    protected string NewBundle(string content)
    {
        var folder = Folder[Guid.NewGuid().ToString("N")];
        _ = Directory.CreateDirectory(Path.Combine(folder, "graphs"));
        File.WriteAllText(Path.Combine(folder, "manifest.json"), content);
        File.WriteAllText(Path.Combine(folder, "graphs", "step.onnx"), content);
        return folder;
    }
}
