namespace Orleans.Reco.Storage;

/// <summary>Reads the log from the folder that silos write it to.</summary>
/// <param name="root">The folder, <see cref="EventLogOptions.Path"/> of the writers.</param>
internal sealed class FolderEventLogReader(string root) : IEventLogReader
{
    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant's name is not allowed.</exception>
    public Task<IReadOnlyList<string>> ListSegmentsAsync(string tenant, DateOnly? from = null, CancellationToken cancellationToken = default)
    {
        if (RecoKey.TenantError(tenant) is { } error)
        {
            throw new RecoValidationException("tenant", error);
        }

        var folder = EventLogLayout.TenantFolder(root, tenant);
        if (!Directory.Exists(folder))
        {
            return Task.FromResult<IReadOnlyList<string>>([]);
        }

        // Segment ids begin with their time, so within a date the order of names is the order of time.
        IReadOnlyList<string> files = Directory.EnumerateDirectories(folder)
            .Select(path => (Path: path, Date: EventLogLayout.ParseDate(path)))
            .Where(day => day.Date is { } date && (from is null || date >= from))
            .OrderBy(day => day.Date)
            .SelectMany(day => Directory.GetFiles(day.Path, "*.parquet").Order(StringComparer.Ordinal))
            .ToList();
        return Task.FromResult(files);
    }
}
