using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Export and import: folder to container and back.</summary>
public sealed class StoreCopyTests(AzuriteServer azurite) : IAsyncLifetime
{
    private readonly EventLogHarness _harness = new();
    private readonly TestFolder _folder = new();
    private BlobContainerClient? _container;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _container = (await azurite.ConnectAsync()).GetBlobContainerClient($"c{Guid.NewGuid():N}");

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _folder.Dispose();
        if (_container is not null)
        {
            _ = await _container.DeleteIfExistsAsync();
        }
    }

    [Fact]
    public async Task A_log_goes_to_a_container_and_back_and_is_the_same()
    {
        await WriteLogAsync();

        Assert.Equal(new CopyReport(Copied: 4, Present: 0), await EventLogCopy.CopyAsync(Log, Blobs, cancellationToken: Cancellation));
        Assert.Equal(new CopyReport(Copied: 4, Present: 0), await EventLogCopy.CopyAsync(Blobs, Back, cancellationToken: Cancellation));

        Assert.Equal(["a", "b", "c"], Duck.EventIds(_folder["back"]));
        var source = Directory.EnumerateFiles(_harness.Events, "*.parquet", SearchOption.AllDirectories).Order().ToList();
        var copies = Directory.EnumerateFiles(_folder["back"], "*.parquet", SearchOption.AllDirectories).Order().ToList();
        Assert.Equal(source.Select(File.ReadAllBytes), copies.Select(File.ReadAllBytes));
    }

    [Fact]
    public async Task A_copy_that_was_cut_off_goes_on()
    {
        await WriteLogAsync();
        using var cut = new CancellationTokenSource();
        var progress = new Stop(cut, afterFiles: 2);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EventLogCopy.CopyAsync(Log, Blobs, progress: progress, cancellationToken: cut.Token));

        var report = await EventLogCopy.CopyAsync(Log, Blobs, cancellationToken: Cancellation);

        Assert.InRange(report.Present, 1, 3);
        Assert.Equal(4, report.Copied + report.Present);
        Assert.Equal(new CopyReport(0, 4), await EventLogCopy.CopyAsync(Log, Blobs, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task One_tenant_may_be_copied()
    {
        await WriteLogAsync();

        Assert.Equal(new CopyReport(1, 0), await EventLogCopy.CopyAsync(Log, Back, "other", cancellationToken: Cancellation));

        Assert.Equal(["c"], Duck.EventIds(_folder["back"]));
    }

    [Fact]
    public async Task A_file_with_other_content_is_kept_and_named()
    {
        await WriteLogAsync();
        _ = await EventLogCopy.CopyAsync(Log, Back, cancellationToken: Cancellation);
        var file = Directory.EnumerateFiles(_folder["back"], "*.parquet", SearchOption.AllDirectories).First();
        await File.WriteAllTextAsync(file, "something else", Cancellation);

        var error = await Assert.ThrowsAsync<IOException>(() => EventLogCopy.CopyAsync(Log, Back, cancellationToken: Cancellation));

        Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
        Assert.Equal("something else", await File.ReadAllTextAsync(file, Cancellation));
    }

    [Fact]
    public async Task Bundles_go_to_a_container_and_back_and_are_the_same()
    {
        var store = new FolderBundleStore(_folder["bundles"]);
        foreach (var (tenant, version) in ((string, string)[])[("default", "v1"), ("default", "v2"), ("other", "v1")])
        {
            var bundle = Directory.CreateDirectory(_folder[$"{tenant}-{version}"]).FullName;
            await File.WriteAllTextAsync(Path.Combine(bundle, "manifest.json"), tenant + version, Cancellation);
            await store.PublishAsync(tenant, version, bundle, Cancellation);
        }

        var from = StoreLocation.Of(_folder["bundles"]);
        Assert.Equal(new CopyReport(2, 0), await BundleCopy.CopyAsync(from, Blobs, "default", cancellationToken: Cancellation));
        Assert.Equal(new CopyReport(1, 2), await BundleCopy.CopyAsync(from, Blobs, cancellationToken: Cancellation));
        Assert.Equal(new CopyReport(3, 0), await BundleCopy.CopyAsync(Blobs, Back, cancellationToken: Cancellation));

        foreach (var version in (string[])["default/v1", "default/v2", "other/v1"])
        {
            Assert.True(await FolderContent.EqualAsync(_folder[$"bundles/{version}"], _folder[$"back/{version}"], Cancellation));
        }

        await File.WriteAllTextAsync(_folder["back/other/v1/manifest.json"], "something else", Cancellation);
        _ = await Assert.ThrowsAsync<IOException>(() => BundleCopy.CopyAsync(Blobs, Back, cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData("blobs:events", null, "needs an account")]
    [InlineData("blobs:Bad_Name", "https://a.blob.core.windows.net", "no container's name")]
    [InlineData("https://a.blob.core.windows.net", null, "no container's name")]
    [InlineData("http://a.blob.core.windows.net/events", null, "https")]
    public void A_location_that_is_none_is_named(string text, string? account, string error) =>
        Assert.Contains(error, Assert.Throws<FormatException>(() => StoreLocation.Parse(text, account)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_location_may_be_a_URL_or_a_container_of_an_account()
    {
        await WriteLogAsync();
        var account = await azurite.ConnectionStringAsync();
        _ = await _container!.CreateAsync(cancellationToken: Cancellation);
        var signature = _container.GenerateSasUri(
            Azure.Storage.Sas.BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1));

        Assert.Equal(4, (await EventLogCopy.CopyAsync(Log, StoreLocation.Parse(signature.AbsoluteUri), cancellationToken: Cancellation)).Copied);
        Assert.Equal(4, (await EventLogCopy.CopyAsync(Log, StoreLocation.Parse($"blobs:{_container.Name}", account), cancellationToken: Cancellation)).Present);
    }

    private StoreLocation Log => StoreLocation.Of(_harness.Events);

    private StoreLocation Blobs => StoreLocation.Of(_container!);

    private StoreLocation Back => StoreLocation.Of(_folder["back"]);

    /// <summary>Three files, and the mark of an erased user.</summary>
    private async Task WriteLogAsync()
    {
        var writer = await _harness.StartAsync();
        await writer.AppendAsync([_harness.NewEvent("a"), _harness.NewEvent("b", daysLater: 1), _harness.NewEvent("c", "other")], Cancellation);
        await writer.FlushAsync(Cancellation);
        await ErasedUsers.MarkAsync(new FolderLogFiles(_harness.Events), "default", "someone", new DateOnly(2026, 11, 24), Cancellation);
    }

    private sealed class Stop(CancellationTokenSource source, int afterFiles) : IProgress<string>
    {
        private int _files;

        public void Report(string value)
        {
            if (++_files > afterFiles)
            {
                source.Cancel();
            }
        }
    }
}
