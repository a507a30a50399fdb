namespace Orleans.Reco.Storage.Tests;

/// <summary>A log with its files in a store: what the tests of every store begin with.</summary>
public abstract class LogOnStore(LogTestStore store) : IAsyncLifetime
{
    private ILogFiles? _files;

    internal EventLogHarness Harness { get; } = new();

    internal ILogFiles Files => _files!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await store.StartAsync();
        _files = Options().Files();
    }

    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        await store.StopAsync();
        GC.SuppressFinalize(this);
    }

    internal EventLogOptions Options()
    {
        var options = Harness.Options;
        store.Configure(options);
        return options;
    }

    internal Task<EventLogWriter> StartAsync(string writerId = "silo", Action<SealStep>? probe = null) =>
        Harness.StartAsync(writerId, store.Configure, probe);

    /// <summary>Appends and seals, into one segment for each date and tenant.</summary>
    internal async Task AppendAsync(params LoggedEvent[] events)
    {
        var writer = await StartAsync();
        await writer.AppendAsync(events, Cancellation);
        await writer.StopAsync(Cancellation);
    }

    /// <summary>The names of a tenant's files.</summary>
    internal async Task<List<string>> NamesAsync(string tenant = "default") =>
        [.. (await Files.ListAsync(EventLogLayout.TenantFolder(tenant), Cancellation)).Select(file => file.Name)];

    /// <summary>The ids of a tenant's events by DuckDB, sorted, each as often as it is there.</summary>
    internal async Task<List<string>> ReadAsync(string tenant = "default", DateOnly? from = null)
    {
        var paths = await new EventLogReader(Files).ListSegmentsAsync(tenant, from, Cancellation);
        return [.. paths.SelectMany(path => Duck.Query(path, $"SELECT event_id FROM read_parquet('{path}')")).Select(row => (string)row[0]!)
            .Order(StringComparer.Ordinal)];
    }
}
