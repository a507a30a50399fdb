using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.Storage.Tests;

/// <summary>The bundle store on Azurite, behind a network that can be made faulty.</summary>
public sealed class BlobBundleStoreTests(AzuriteServer azurite) : BundleStoreConformance
{
    private readonly FaultyHandler _network = new(seed: 1);
    private BlobContainerClient? _container;

    [Fact]
    public async Task Blobs_are_laid_out_as_files_on_disk_with_a_list_beside_them()
    {
        await Publisher.PublishAsync("default", "v1", NewBundle("one"), Cancellation);

        Assert.Equal(
            ["default/v1.json", "default/v1/graphs/step.onnx", "default/v1/manifest.json"], _container!.GetBlobs().Select(blob => blob.Name));
    }

    [Fact]
    public async Task A_publication_that_was_cut_off_is_not_there_until_it_is_done_again()
    {
        var bundle = NewBundle("one");
        _ = await _container!.CreateAsync();
        _ = await BlobFiles.TryUploadAsync(
            _container.GetBlobClient("default/v1/manifest.json"), Path.Combine(bundle, "manifest.json"), Cancellation);
        Assert.Empty(await Silo.ListAsync("default", Cancellation));
        _ = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Silo.FetchAsync("default", "v1", Cancellation));

        await Publisher.PublishAsync("default", "v1", bundle, Cancellation);

        Assert.Equal(["v1"], await Silo.ListAsync("default", Cancellation));
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_leaves_nothing_behind()
    {
        await Publisher.PublishAsync("default", "v1", NewBundle("one"), Cancellation);
        _ = await _container!.GetBlobClient("default/v1/manifest.json").UploadAsync(new BinaryData("damaged"), overwrite: true);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Silo.FetchAsync("default", "v1", Cancellation));

        Assert.Contains("v1", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder[Path.Combine("silo", "default", "v1")]));
    }

    [Fact]
    public async Task A_deleted_bundle_leaves_no_blob_and_no_copy_on_other_silos_once_they_fetch_the_next()
    {
        await Publisher.PublishAsync("default", "v1", NewBundle("one"), Cancellation);
        await Publisher.PublishAsync("default", "v2", NewBundle("two"), Cancellation);
        var old = await Silo.FetchAsync("default", "v1", Cancellation);
        await Publisher.DeleteAsync("default", "v1", Cancellation);

        var next = await Silo.FetchAsync("default", "v2", Cancellation);

        Assert.False(Directory.Exists(old));
        Assert.True(Directory.Exists(next));
        Assert.DoesNotContain(_container!.GetBlobs(), blob => blob.Name.Contains("v1", StringComparison.Ordinal));
    }

    /// <summary>Refusals (412, 500), requests that never arrive and replies that never come, at four requests of ten.</summary>
    [Fact]
    public async Task Behind_a_faulty_network_a_bundle_is_there_whole_or_not_at_all()
    {
        var bundle = NewBundle("one");
        var failures = 0;
        foreach (var version in Enumerable.Range(0, 12).Select(i => $"v{i:d2}"))
        {
            _network.Rate = 0.4;
            while (await Record.ExceptionAsync(() => Publisher.PublishAsync("default", version, bundle, Cancellation)) is not null)
            {
                failures++;
                _network.Rate = 0;
                Assert.DoesNotContain(await Silo.ListAsync("default", Cancellation), listed => listed == version && !IsWhole(version));
                _network.Rate = 0.4;
            }

            string? fetched = null;
            while (await Record.ExceptionAsync(async () => fetched = await Silo.FetchAsync("default", version, Cancellation)) is not null)
            {
                failures++;
            }

            Assert.True(await FolderContent.EqualAsync(bundle, fetched!, Cancellation));
        }

        Assert.True(failures > 0, "No fault came through: nothing was shown.");
    }

    protected override async Task StartAsync()
    {
        var client = await azurite.ConnectAsync(_network);
        _container = client.GetBlobContainerClient($"c{Guid.NewGuid():N}");
    }

    protected override async Task StopAsync()
    {
        _network.Rate = 0;
        if (_container is not null)
        {
            _ = await _container.DeleteIfExistsAsync();
        }

        _network.Dispose();
    }

    protected override IBundleStore Open(string cache) => new BlobBundleStore(_container!, cache);

    private bool IsWhole(string version) =>
        _container!.GetBlobs(BlobTraits.None, BlobStates.None, $"default/{version}/", Cancellation).Count() == 2;
}
