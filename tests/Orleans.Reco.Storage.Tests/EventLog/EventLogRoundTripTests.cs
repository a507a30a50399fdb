namespace Orleans.Reco.Storage.Tests;

public sealed class EventLogRoundTripTests : IAsyncDisposable
{
    private readonly EventLogHarness _harness = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task DuckDB_reads_every_column_back()
    {
        var writer = await _harness.StartAsync();
        var full = new LoggedEvent
        {
            Tenant = "default",
            EventId = "e1",
            User = "pseudonym-1",
            ItemId = "товар 1 \"quoted\"",
            Type = "purchase",
            Value = 12.5,
            Timestamp = new DateTimeOffset(2026, 11, 25, 1, 2, 3, TimeSpan.FromHours(2)).AddTicks(1234567),
            ReceivedAt = new DateTimeOffset(2026, 11, 24, 23, 59, 59, TimeSpan.Zero),
            SessionId = "s1",
            RecommendationId = "r1",
            Context = """{"query":"schuhe"}""",
        };
        var bare = _harness.NewEvent("e2");

        await writer.AppendAsync([full, bare], Cancellation);
        await writer.FlushAsync(Cancellation);

        var rows = Duck.Query(
            _harness.Events,
            """
            SELECT event_id, "user", item_id, type, value, epoch_us(timestamp), epoch_us(received_at), session_id,
                   recommendation_id, context, context->>'$.query', tenant, CAST(date AS VARCHAR)
            FROM {log} ORDER BY event_id
            """);
        Assert.Equal(
            [
                "e1", "pseudonym-1", full.ItemId, "purchase", 12.5, Microseconds(full.Timestamp), Microseconds(full.ReceivedAt), "s1",
                "r1", full.Context, "schuhe", "default", "2026-11-24",
            ],
            rows[0]);
        Assert.Equal(
            [
                "e2", bare.User, null, "view", null, Microseconds(bare.Timestamp), Microseconds(bare.ReceivedAt), null,
                null, null, null, "default", "2026-11-24",
            ],
            rows[1]);
    }

    /// <summary>The query of the README.</summary>
    [Fact]
    public async Task DuckDB_counts_an_event_once_that_is_there_twice()
    {
        var writer = await _harness.StartAsync();
        var (a, b) = (_harness.NewEvent("a"), _harness.NewEvent("b") with { Type = "purchase" });
        await writer.AppendAsync([a, b, a with { User = "another" }], Cancellation);
        await writer.FlushAsync(Cancellation);
        await writer.AppendAsync([a], Cancellation);
        await writer.FlushAsync(Cancellation);

        var counts = Duck.Query(
            _harness.Events,
            """
            SELECT type, count(*) FROM (SELECT DISTINCT ON (tenant, user, event_id) * FROM {log} WHERE date >= '2026-11-01')
            GROUP BY type ORDER BY type
            """);

        Assert.Equal([["purchase", 1L], ["view", 2L]], counts);
    }

    [Fact]
    public async Task Columns_have_the_documented_names_and_types()
    {
        var writer = await _harness.StartAsync();
        await writer.AppendAsync([_harness.NewEvent("e1")], Cancellation);
        await writer.FlushAsync(Cancellation);

        var columns = Duck.Query(_harness.Events, "DESCRIBE SELECT * FROM {log}").Select(row => $"{row[0]} {row[1]}");

        Assert.Equal(
            [
                "event_id VARCHAR", "user VARCHAR", "item_id VARCHAR", "type VARCHAR", "value DOUBLE",
                "timestamp TIMESTAMP WITH TIME ZONE", "received_at TIMESTAMP WITH TIME ZONE", "session_id VARCHAR",
                "recommendation_id VARCHAR", "context VARCHAR", "date DATE", "tenant VARCHAR",
            ],
            columns);
    }

    [Fact]
    public async Task Filters_on_time_that_use_the_files_statistics_find_the_rows()
    {
        var writer = await _harness.StartAsync();
        await writer.AppendAsync([_harness.NewEvent("e1")], Cancellation);
        await writer.FlushAsync(Cancellation);

        var rows = Duck.Query(
            _harness.Events,
            "SELECT event_id FROM {log} WHERE timestamp > '2026-11-24 22:59:59+00' AND received_at <= '2026-11-24 23:00:00+00'");
        var statistics = Duck.Query(
            _harness.Events,
            $"""
            SELECT stats_min_value, stats_max_value FROM parquet_metadata('{_harness.Events}/**/*.parquet')
            WHERE path_in_schema = 'timestamp'
            """);

        Assert.Equal([["e1"]], rows);
        Assert.Equal([["2026-11-24 23:00:00+00", "2026-11-24 23:00:00+00"]], statistics);
    }

    [Fact]
    public async Task Tenants_and_dates_have_files_of_their_own()
    {
        var writer = await _harness.StartAsync();
        await writer.AppendAsync(
            [_harness.NewEvent("a"), _harness.NewEvent("b", daysLater: 1), _harness.NewEvent("c", tenant: "shop-2"), _harness.NewEvent("d")],
            Cancellation);
        await writer.FlushAsync(Cancellation);

        var reader = new EventLogReader(new FolderLogFiles(_harness.Events));
        var all = await reader.ListSegmentsAsync("default", cancellationToken: Cancellation);
        var later = await reader.ListSegmentsAsync("default", new DateOnly(2026, 11, 25), Cancellation);
        var other = await reader.ListSegmentsAsync("shop-2", cancellationToken: Cancellation);

        Assert.Equal(2, all.Count);
        Assert.Equal(all[1], Assert.Single(later));
        Assert.Contains("tenant=shop-2", Assert.Single(other), StringComparison.Ordinal);
        Assert.Equal(2L, Duck.Query(_harness.Events, $"SELECT count(*) FROM read_parquet('{all[0]}')")[0][0]);
        Assert.Equal([["b"]], Duck.Query(_harness.Events, "SELECT event_id FROM {log} WHERE date = '2026-11-25'"));
    }

    [Fact]
    public async Task Segments_are_listed_in_the_order_of_time()
    {
        var writer = await _harness.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await writer.AppendAsync([_harness.NewEvent($"{i:d2}")], Cancellation);
            await writer.FlushAsync(Cancellation);
        }

        var files = await new EventLogReader(new FolderLogFiles(_harness.Events)).ListSegmentsAsync("default", cancellationToken: Cancellation);

        var ids = files.SelectMany(file => Duck.Query(_harness.Events, $"SELECT event_id FROM read_parquet('{file}')")).Select(row => row[0]);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i:d2}"), ids);
    }

    [Fact]
    public async Task A_log_without_a_file_lists_none()
    {
        var files = await new EventLogReader(new FolderLogFiles(_harness.Events)).ListSegmentsAsync("default", cancellationToken: Cancellation);

        Assert.Empty(files);
    }

    [Fact]
    public async Task A_reader_refuses_a_tenant_that_is_a_path()
    {
        var reader = new EventLogReader(new FolderLogFiles(_harness.Events));

        var error = await Assert.ThrowsAsync<RecoValidationException>(() =>
            reader.ListSegmentsAsync("../default", cancellationToken: Cancellation));

        Assert.Equal("tenant", error.Field);
    }

    [Theory]
    [InlineData("../up", "e", "u", "view", "tenant")]
    [InlineData("default", "", "u", "view", "eventId")]
    [InlineData("default", "e", "", "view", "user")]
    [InlineData("default", "e", "u", "", "type")]
    public async Task An_event_that_cannot_become_a_row_is_refused_before_the_journal(
        string tenant, string id, string user, string type, string field)
    {
        var writer = await _harness.StartAsync();
        var bad = _harness.NewEvent(id, tenant) with { User = user, Type = type };

        var error = await Assert.ThrowsAsync<RecoValidationException>(async () =>
            await writer.AppendAsync([_harness.NewEvent("good"), bad], Cancellation));

        Assert.Equal(field, error.Field);
        Assert.Empty(_harness.JournalSegments());
    }

    [Fact]
    public async Task Odd_values_become_rows()
    {
        var writer = await _harness.StartAsync();
        await writer.AppendAsync(
            [
                _harness.NewEvent("a") with { Value = double.NaN },
                _harness.NewEvent("b") with { Value = double.NegativeInfinity, SessionId = "\ud800 lone", ItemId = "" },
                _harness.NewEvent("c") with { Timestamp = DateTimeOffset.MinValue, Context = new string('x', 100_000) },
            ],
            Cancellation);

        await writer.FlushAsync(Cancellation);

        Assert.Equal(["a", "b", "c"], Duck.EventIds(_harness.Events));
    }

    private static long Microseconds(DateTimeOffset time) => (time.UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
