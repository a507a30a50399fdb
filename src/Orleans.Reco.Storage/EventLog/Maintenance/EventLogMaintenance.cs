using Microsoft.Extensions.Logging;

namespace Orleans.Reco.Storage;

/// <summary>Retention, compaction and erasure of the log, wherever it is kept.</summary>
internal sealed partial class EventLogMaintenance(
    ILogFiles files, EventLogOptions options, TimeProvider time, ILogger<EventLogMaintenance> logger) : IEventLogMaintenance, IDisposable
{
    // A day is over for the log when the segments of its last events are sealed, and late ones have had some time.
    private static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    // Nobody works on a file for so long: it is of a process that was killed.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, DateOnly> _searched = [];

    /// <summary>Does the writing; tests watch its steps.</summary>
    public SegmentCompactor Compactor { get; } = new(files, time);

    /// <summary>Files are put together up to this size: large enough for a scan, small enough for memory. Tests make it smaller.</summary>
    public long TargetBytes { get; set; } = 128L << 20;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private DateOnly LastSettled => DateOnly.FromDateTime((time.GetUtcNow() - Settling).UtcDateTime).AddDays(-1);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken = default) =>
        files.ListTenantsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<EventLogPass> RunAsync(string tenant, CancellationToken cancellationToken = default)
    {
        if (RecoKey.TenantError(tenant) is { } error)
        {
            throw new RecoValidationException("tenant", error);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            RemoveAbandoned();
            await Compactor.FinishAsync(tenant, cancellationToken);
            var pass = await GoOverAsync(tenant, cancellationToken);
            LogPass(tenant, pass.Compacted, pass.Expired, pass.RowsRemoved, pass.Damaged);
            return pass;
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<EventLogPass> GoOverAsync(string tenant, CancellationToken cancellationToken)
    {
        // One that met a damaged file searches again, but not all day.
        var erased = await ErasedUsers.ReadAsync(files, tenant, cancellationToken);
        var searches = erased.AreDue(Today, options.ErasureDays) && _searched.GetValueOrDefault(tenant) != Today;
        var days = (await files.ListAsync(EventLogLayout.TenantFolder(tenant), cancellationToken))
            .Select(file => (File: file, Partition: EventLogLayout.ParseSegment(file.Name)))
            .Where(file => file.Partition is not null)
            .GroupBy(file => file.Partition!.Value, file => file.File);
        var pass = new EventLogPass(0, 0, 0, 0);
        foreach (var day in days)
        {
            if (options.RetentionDays is { } kept && day.Key.Date < Today.AddDays(-kept))
            {
                pass = pass with { Expired = pass.Expired + await RemoveAsync(day, cancellationToken) };
                continue;
            }

            var groups = day.Key.Date <= LastSettled ? CompactionPlan.Groups(day, TargetBytes) : [];
            foreach (var group in groups)
            {
                pass = await CompactAsync(pass, day.Key, group, erased.Users, cancellationToken);
            }

            if (searches)
            {
                // Files that nothing else rewrites.
                pass = await SearchAsync(pass, day.Key, day.Except(groups.SelectMany(group => group)), erased.Users, cancellationToken);
            }
        }

        if (searches)
        {
            _searched[tenant] = Today;
            if (pass.Damaged == 0)
            {
                await erased.ForgetAsync(files, Today, cancellationToken);
            }
        }

        return pass;
    }

    private async Task<int> RemoveAsync(IEnumerable<LogFile> expired, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var file in expired)
        {
            await files.DeleteAsync(file.Name, cancellationToken);
            removed++;
        }

        return removed;
    }

    /// <summary>A file that cannot be read stays as it is and keeps nothing else from being worked on.</summary>
    private async Task<EventLogPass> CompactAsync(
        EventLogPass pass, Partition partition, List<LogFile> group, IReadOnlySet<string> erased, CancellationToken cancellationToken)
    {
        try
        {
            var (before, after) = await Compactor.CompactAsync(partition, group, erased, cancellationToken);
            return pass with { Compacted = pass.Compacted + group.Count, RowsRemoved = pass.RowsRemoved + before - after };
        }
        catch (InvalidDataException)
        {
            var readable = new List<LogFile>();
            foreach (var file in group)
            {
                if (await IsReadableAsync(file, partition.Tenant, cancellationToken))
                {
                    readable.Add(file);
                }
            }

            pass = pass with { Damaged = pass.Damaged + group.Count - readable.Count };
            return readable.Count is 0 or 1 || readable.Count == group.Count
                ? pass
                : await CompactAsync(pass, partition, readable, erased, cancellationToken);
        }
    }

    private async Task<EventLogPass> SearchAsync(
        EventLogPass pass, Partition partition, IEnumerable<LogFile> alone, IReadOnlySet<string> erased, CancellationToken cancellationToken)
    {
        foreach (var file in alone)
        {
            try
            {
                if (await HoldsAnyAsync(file, erased, cancellationToken))
                {
                    var (before, after) = await Compactor.CompactAsync(partition, [file], erased, cancellationToken);
                    pass = pass with { Compacted = pass.Compacted + 1, RowsRemoved = pass.RowsRemoved + before - after };
                }
            }
            catch (InvalidDataException exception)
            {
                LogDamaged(file.Name, exception);
                pass = pass with { Damaged = pass.Damaged + 1 };
            }
        }

        return pass;
    }

    private async Task<bool> HoldsAnyAsync(LogFile file, IReadOnlySet<string> users, CancellationToken cancellationToken)
    {
        using var local = await files.BorrowAsync(file, cancellationToken);
        return SegmentFile.ReadUsers(local.Path).Any(users.Contains);
    }

    private async Task<bool> IsReadableAsync(LogFile file, string tenant, CancellationToken cancellationToken)
    {
        try
        {
            using var local = await files.BorrowAsync(file, cancellationToken);
            return SegmentFile.Read(local.Path, tenant).Count() >= 0;
        }
        catch (InvalidDataException exception)
        {
            LogDamaged(file.Name, exception);
            return false;
        }
    }

    private void RemoveAbandoned()
    {
        var folder = EventLogLayout.TemporaryFolderOf(files.TemporaryRoot);
        var before = (time.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(file => File.GetLastWriteTimeUtc(file) < before) : [])
        {
            File.Delete(file);
        }
    }

    [LoggerMessage(1, LogLevel.Information,
        "Event log of tenant {Tenant}: {Compacted} files put together, {Expired} expired, {RowsRemoved} rows removed, {Damaged} files damaged.")]
    private partial void LogPass(string tenant, int compacted, int expired, long rowsRemoved, int damaged);

    [LoggerMessage(2, LogLevel.Error, "Event-log file {File} cannot be read; it stays as it is.")]
    private partial void LogDamaged(string file, Exception exception);
}
