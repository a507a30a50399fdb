using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage.Tests;

/// <summary>The bundle store on Azurite, by two processes: one publishes, the other fetches.</summary>
public sealed class BlobBundleStoreTests(AzuriteServer azurite) : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private BlobContainerClient? _container;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BlobBundleStore Publisher => new(_container!, _folder["publisher"]);

    private BlobBundleStore Silo => new(_container!, _folder["silo"]);

    public async ValueTask InitializeAsync() => _container = (await azurite.ConnectAsync()).GetBlobContainerClient($"c{Guid.NewGuid():N}");

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            _ = await _container.DeleteIfExistsAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_published_is_fetched_with_its_folders_and_laid_out_as_on_disk()
    {
        await Publisher.PublishAsync("default", "v1", Source("one"), Cancellation);

        var fetched = await Silo.FetchAsync("default", "v1", Cancellation);

        Assert.True(await FolderContent.EqualAsync(_folder["one"], fetched, Cancellation));
        Assert.Equal(
            ["default/v1.json", "default/v1/graphs/step.onnx", "default/v1/manifest.json"], _container!.GetBlobs().Select(blob => blob.Name));
        Assert.Equal(fetched, await Silo.FetchAsync("default", "v1", Cancellation));
    }

    [Fact]
    public async Task Publishing_again_is_fine_with_the_same_content_only()
    {
        await Publisher.PublishAsync("default", "v1", Source("one"), Cancellation);
        await Publisher.PublishAsync("default", "v1", _folder["one"], Cancellation);

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => Publisher.PublishAsync("default", "v1", Source("two"), Cancellation));

        Assert.True(await FolderContent.EqualAsync(_folder["one"], await Silo.FetchAsync("default", "v1", Cancellation), Cancellation));
    }

    [Fact]
    public async Task A_publication_that_was_cut_off_is_not_there_until_it_is_done_again()
    {
        _ = await _container!.CreateAsync();
        _ = await BlobFiles.TryUploadAsync(
            _container.GetBlobClient("default/v1/manifest.json"), Path.Combine(Source("one"), "manifest.json"), Cancellation);
        Assert.Empty(await Silo.ListAsync("default", Cancellation));
        _ = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Silo.FetchAsync("default", "v1", Cancellation));

        await Publisher.PublishAsync("default", "v1", _folder["one"], Cancellation);

        Assert.Equal(["v1"], await Silo.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_leaves_nothing_behind()
    {
        await Publisher.PublishAsync("default", "v1", Source("one"), Cancellation);
        _ = await _container!.GetBlobClient("default/v1/manifest.json").UploadAsync(new BinaryData("damaged"), overwrite: true);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Silo.FetchAsync("default", "v1", Cancellation));

        Assert.Contains("v1", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder[Path.Combine("silo", "default", "v1")]));
    }

    [Fact]
    public async Task Versions_are_listed_oldest_first_by_tenant_and_gone_once_deleted()
    {
        Assert.Empty(await Silo.ListAsync("default", Cancellation));
        foreach (var version in (string[])["20260102-b", "20260101-a"])
        {
            await Publisher.PublishAsync("default", version, Source(version), Cancellation);
        }

        await Publisher.PublishAsync("other", "v9", Source("other"), Cancellation);
        Assert.Equal(["20260101-a", "20260102-b"], await Silo.ListAsync("default", Cancellation));

        await Publisher.DeleteAsync("default", "20260101-a", Cancellation);
        await Publisher.DeleteAsync("default", "20260101-a", Cancellation);

        Assert.Equal(["20260102-b"], await Silo.ListAsync("default", Cancellation));
        Assert.Equal(4, _container!.GetBlobs().Count(blob => blob.Name.EndsWith(".json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Four_silos_fetch_the_same_bundle_into_the_same_folder_at_once()
    {
        await Publisher.PublishAsync("default", "v1", Source("one"), Cancellation);

        var fetched = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Silo.FetchAsync("default", "v1", Cancellation)));

        Assert.True(await FolderContent.EqualAsync(_folder["one"], Assert.Single(fetched.Distinct()), Cancellation));
    }

    private string Source(string name)
    {
        var folder = _folder[name];
        _ = Directory.CreateDirectory(Path.Combine(folder, "graphs"));
        File.WriteAllText(Path.Combine(folder, "manifest.json"), $$"""{"name":"{{name}}"}""");
        File.WriteAllBytes(Path.Combine(folder, "graphs", "step.onnx"), [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i + name.Length))]);
        return folder;
    }
}
