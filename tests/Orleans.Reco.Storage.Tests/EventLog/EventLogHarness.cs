using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Orleans.Reco.Storage.Tests;

/// <summary>A folder with a journal and a log, a clock, and writers on them. Disposing crashes the writers that still run.</summary>
internal sealed class EventLogHarness : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<EventLogWriter> _writers = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 23, 0, 0, TimeSpan.Zero));

    public string Events => _folder["events"];

    public EventLogOptions Options => new()
    {
        Path = Events,
        JournalPath = _folder["state"],

        // What these tests kill is the process, never the machine.
        SyncWrites = false,
    };

    /// <summary>Opens a writer and starts it.</summary>
    /// <param name="writerId">Its name.</param>
    /// <param name="configure">Changes its options.</param>
    /// <param name="probe">Called after each step of sealing.</param>
    public async Task<EventLogWriter> StartAsync(
        string writerId = "silo", Action<EventLogOptions>? configure = null, Action<SealStep>? probe = null)
    {
        var options = Options;
        configure?.Invoke(options);
        var writer = new EventLogWriter(options, writerId, Clock, NullLogger.Instance);
        writer.Sealer.Probe = probe;
        _writers.Add(writer);
        await writer.StartAsync(CancellationToken.None);
        return writer;
    }

    /// <summary>An event that was received now.</summary>
    public LoggedEvent NewEvent(string id, string tenant = "default", int daysLater = 0) => new()
    {
        Tenant = tenant,
        EventId = id,
        User = "user-" + id,
        Type = "view",
        Timestamp = Clock.GetUtcNow(),
        ReceivedAt = Clock.GetUtcNow().AddDays(daysLater),
    };

    /// <summary>The ids of the journal's segments that are not in files yet.</summary>
    public List<JournalKey> JournalSegments()
    {
        using var store = RocksDbStore.Open(Options.JournalOptions());
        return new EventJournal(store).ListSegments();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.DisposeAsync();
        }

        _folder.Dispose();
    }
}
