using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Orleans.Reco.Storage.Tests;

/// <summary>The event log with its files in a blob container on Azurite.</summary>
public sealed class BlobEventLogTests : EventLogConformance
{
    private readonly BlobTestStore _store;

    public BlobEventLogTests(AzuriteServer azurite)
        : this(new BlobTestStore(azurite))
    {
    }

    private BlobEventLogTests(BlobTestStore store)
        : base(store) => _store = store;

    [Fact]
    public async Task While_the_store_is_away_events_stay_in_the_journal_and_follow_later()
    {
        var writer = await StartAsync();
        await writer.AppendAsync([Harness.NewEvent("a")], Cancellation);
        _store.Network.Rate = 1;
        _ = await Assert.ThrowsAsync<AggregateException>(() => writer.FlushAsync(Cancellation));

        _store.Network.Rate = 0;
        await writer.FlushAsync(Cancellation);

        Assert.Equal(["a"], await ReadAsync());
        Assert.Empty(Harness.JournalSegments());
    }

    /// <summary>Refusals (412, 500), requests that never arrive and replies that never come, at four requests of ten.</summary>
    [Fact]
    public async Task Behind_a_faulty_network_every_event_is_in_the_container_once()
    {
        var writer = await StartAsync();
        _store.Network.Rate = 0.4;
        var ids = Enumerable.Range(0, 40).Select(i => $"e{i:d2}").ToList();
        var failures = 0;
        foreach (var id in ids)
        {
            await writer.AppendAsync([Harness.NewEvent(id), Harness.NewEvent(id, "other", daysLater: 1)], Cancellation);
            failures += await Record.ExceptionAsync(() => writer.FlushAsync(Cancellation)) is null ? 0 : 1;
        }

        Assert.True(failures > 0, "No fault came through: nothing was shown.");
        _store.Network.Rate = 0;
        await writer.FlushAsync(Cancellation);

        Assert.Equal(ids, await ReadAsync());
        Assert.Equal(ids, await ReadAsync("other"));
        Assert.Empty(Harness.JournalSegments());
    }

    [Fact]
    public async Task A_large_file_goes_up_in_parts_with_the_sum_that_it_is_checked_by()
    {
        using var folder = new TestFolder();
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(folder["large"], content, Cancellation);
        await Files.PublishAsync(folder["large"], "tenant=default/date=2026-11-24/large.parquet", Cancellation);

        var file = Assert.Single(await Files.ListAsync("tenant=default/", Cancellation));
        var blocks = await _store.Container.GetBlockBlobClient(file.Name).GetBlockListAsync(cancellationToken: Cancellation);
        Assert.Equal(3, blocks.Value.CommittedBlocks.Count());
        Assert.Equal(MD5.HashData(content), file.Md5);
        Assert.Equal(content, await File.ReadAllBytesAsync(await Files.FetchAsync(file, Cancellation), Cancellation));
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_not_read()
    {
        await AppendAsync(Harness.NewEvent("a"));
        var file = Assert.Single(await Files.ListAsync("tenant=default/", Cancellation));
        var blob = _store.Container.GetBlobClient(file.Name);
        var content = (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToArray();
        content[content.Length / 2] ^= 0x40;
        _ = await blob.UploadAsync(new BinaryData(content), overwrite: true, Cancellation);
        _ = await blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentHash = file.Md5 }, cancellationToken: Cancellation);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Files.FetchAsync(file, Cancellation));

        Assert.Contains(file.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_are_fetched_once_and_go_with_what_they_are_of()
    {
        await AppendAsync(Harness.NewEvent("a"), Harness.NewEvent("b", daysLater: 1));
        var reader = new EventLogReader(Files);
        var files = await reader.ListSegmentsAsync("default", cancellationToken: Cancellation);
        var before = files.Select(File.GetCreationTimeUtc).ToList();
        Assert.Equal(files, await reader.ListSegmentsAsync("default", cancellationToken: Cancellation));
        Assert.Equal(before, files.Select(File.GetCreationTimeUtc));

        Assert.Equal([files[1]], await reader.ListSegmentsAsync("default", new DateOnly(2026, 11, 25), Cancellation));

        Assert.False(File.Exists(files[0]));
    }
}
