namespace Orleans.Reco.Storage;

/// <summary>Reads the log from wherever silos write it to.</summary>
internal sealed class EventLogReader(ILogFiles files) : IEventLogReader
{
    private const int Downloads = 8;
    private const int Tries = 3;

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant's name is not allowed.</exception>
    public async Task<IReadOnlyList<string>> ListSegmentsAsync(
        string tenant, DateOnly? from = null, CancellationToken cancellationToken = default)
    {
        if (RecoKey.TenantError(tenant) is { } error)
        {
            throw new RecoValidationException("tenant", error);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FetchAllAsync(EventLogLayout.TenantFolder(tenant), from, cancellationToken);
            }
            catch (FileNotFoundException) when (attempt < Tries)
            {
                // Compacted away since the listing; the next one has what took its place.
            }
        }
    }

    private async Task<IReadOnlyList<string>> FetchAllAsync(string folder, DateOnly? from, CancellationToken cancellationToken)
    {
        // By date, then by segment id, which begins with its time: the order of names is the order of time.
        var segments = (await files.ListAsync(folder, cancellationToken))
            .Where(file => EventLogLayout.ParseSegment(file.Name) is { } partition && (from is null || partition.Date >= from)).ToList();
        var paths = new string[segments.Count];
        await Parallel.ForAsync(
            0,
            segments.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Downloads, CancellationToken = cancellationToken },
            async (i, token) => paths[i] = await files.FetchAsync(segments[i], token));
        files.Keep(folder, segments);
        return paths;
    }
}
