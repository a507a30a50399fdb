using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Storage.Tests;

/// <summary>The event log with its files in a blob container on Azurite.</summary>
public sealed class BlobEventLogTests(AzuriteServer azurite) : IAsyncLifetime
{
    private readonly EventLogHarness _harness = new();
    private BlobContainerClient? _container;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _container = (await azurite.ConnectAsync()).GetBlobContainerClient($"c{Guid.NewGuid():N}");
        _ = await _container.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        if (_container is not null)
        {
            _ = await _container.DeleteAsync();
        }
    }

    [Fact]
    public async Task Blobs_have_the_names_that_files_have_and_are_read_by_DuckDB()
    {
        var writer = await StartAsync();
        await writer.AppendAsync([_harness.NewEvent("a"), _harness.NewEvent("b", "other"), _harness.NewEvent("c", daysLater: 1)], Cancellation);
        await writer.FlushAsync(Cancellation);

        var names = _container!.GetBlobs().Select(blob => blob.Name).ToList();
        Assert.Equal(
            ["tenant=default/date=2026-11-24", "tenant=default/date=2026-11-25", "tenant=other/date=2026-11-24"],
            names.Select(name => name[..name.LastIndexOf('/')]));
        Assert.Equal(["a", "c"], await ReadAsync("default"));
        Assert.Equal(["b"], await ReadAsync("other"));
        Assert.Equal(["c"], await ReadAsync("default", new DateOnly(2026, 11, 25)));
        Assert.Empty(await ReadAsync("nobody"));
    }

    [Theory]
    [InlineData(SealStep.JournalRead)]
    [InlineData(SealStep.TemporaryWritten)]
    [InlineData(SealStep.FileNamed)]
    public async Task A_crash_at_any_step_leaves_every_event_in_the_container_once(object step)
    {
        var crashed = await StartAsync(probe: reached =>
        {
            if (reached == (SealStep)step)
            {
                throw new CrashException();
            }
        });
        await crashed.AppendAsync([_harness.NewEvent("a"), _harness.NewEvent("b", daysLater: 1)], Cancellation);
        _ = await Assert.ThrowsAsync<AggregateException>(() => crashed.FlushAsync(Cancellation));
        await crashed.DisposeAsync();

        _ = await StartAsync();

        Assert.Equal(["a", "b"], await ReadAsync("default"));
        Assert.Empty(_harness.JournalSegments());
    }

    [Fact]
    public async Task While_the_container_is_away_events_stay_in_the_journal_and_follow_later()
    {
        var writer = await StartAsync();
        _ = await _container!.DeleteAsync();
        await writer.AppendAsync([_harness.NewEvent("a")], Cancellation);
        _ = await Assert.ThrowsAsync<AggregateException>(() => writer.FlushAsync(Cancellation));

        _ = await _container.CreateAsync();
        await writer.FlushAsync(Cancellation);

        Assert.Equal(["a"], await ReadAsync("default"));
    }

    private Task<EventLogWriter> StartAsync(Action<SealStep>? probe = null) =>
        _harness.StartAsync(configure: options => options.Container = _container, probe: probe);

    private async Task<List<string>> ReadAsync(string tenant, DateOnly? from = null)
    {
        using var cache = new TestFolder();
        var reader = new BlobEventLogReader(_container!, cache.Path);
        var files = await reader.ListSegmentsAsync(tenant, from, Cancellation);

        // Again from the copies.
        Assert.Equal(files, await reader.ListSegmentsAsync(tenant, from, Cancellation));
        return Duck.EventIds(cache.Path);
    }

    private sealed class CrashException : Exception;
}
