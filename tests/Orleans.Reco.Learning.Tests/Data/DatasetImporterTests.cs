using System.IO.Compression;
using System.Text;
using Orleans.Reco.Core;

namespace Orleans.Reco.Learning.Tests;

public sealed class DatasetImporterTests
{
    private const string Dirty = """
        user,item,type,value,timestamp,session,title
        a,x,view,,2024-01-01T10:00:00Z,s1,Shirt
        a,x,view,,2024-01-01T10:00:00Z,s1,Shirt
        a,y,purchase,9.5,2024-01-01T12:00:00+02:00,s1,Hat
        ,x,view,,2024-01-01T10:00:00Z,,
        b,,view,,2024-01-01T10:00:00Z,,
        b,x,rating,NaN,2024-01-01T10:00:00Z,,
        b,x,rating,five,2024-01-01T10:00:00Z,,
        b,x,view,,yesterday,,
        b,x,view,,1850-01-01,,
        b,x,view,,1704103200,,
        b,y,AddToCart,,1704103200000,,
        c,"x,view
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryDroppedRowIsCountedOnceUnderItsReason()
    {
        using var folder = new TempFolder();
        var report = await Import(folder, folder.File("log.csv", Dirty));
        Assert.Equal(12, report.RowsRead);
        Assert.Equal(1, Dropped(report, "malformed row"));
        Assert.Equal(1, Dropped(report, "missing user"));
        Assert.Equal(1, Dropped(report, "missing item"));
        Assert.Equal(2, Dropped(report, "bad number"));
        Assert.Equal(2, Dropped(report, "bad timestamp"));
        Assert.Equal(1, Dropped(report, "duplicate"));
        Assert.Equal(4, report.RowsKept);
        Assert.Equal(report.RowsRead, report.RowsDropped + report.RowsKept);
    }

    [Fact]
    public async Task TimesAreUtcWhateverTheirForm()
    {
        using var folder = new TempFolder();
        _ = await Import(folder, folder.File("log.csv", Dirty));
        var data = DatasetReader.Read(folder.In("out"), InteractionTypes.Default, Cancellation);
        Assert.All(data.Events, e => Assert.Equal(DateTimeOffset.Parse("2024-01-01T10:00:00Z").ToUnixTimeSeconds(), e.UnixSeconds));
        Assert.Equal(["view", "cart", "purchase"], data.Types.Select(t => t.Name));
        Assert.Equal(["a", "b"], data.Users);
        Assert.Equal(["x", "y"], data.Items);
    }

    [Fact]
    public async Task JsonLinesAndCompressedCsvGiveTheSameDataset()
    {
        using var folder = new TempFolder();
        var csv = folder.In("log.csv.gz");
        await using (var gzip = new GZipStream(File.Create(csv), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes("user,item,timestamp,price\na,x,2024-01-01,3\nb,y,2024-01-02,4\n"));
        }

        var json = folder.File("log.jsonl", """
            {"user":"a","item":"x","timestamp":"2024-01-01","price":3}
            {"user":"b","item":"y","timestamp":"2024-01-02","price":4}
            not json
            """);
        var fromCsv = await Import(folder, csv);
        var first = DatasetReader.Read(folder.In("out"), InteractionTypes.Default, Cancellation).Fingerprint();
        var fromJson = await Import(folder, json);
        Assert.Equal(first, DatasetReader.Read(folder.In("out"), InteractionTypes.Default, Cancellation).Fingerprint());
        Assert.Equal(2, fromCsv.RowsKept);
        Assert.Equal(1, fromJson.RowsDropped);
    }

    [Fact]
    public async Task EventLogKeepsOneRowForEachUserAndEventId()
    {
        using var folder = new TempFolder();
        var segment = Segment(
            folder,
            "('e1', 'u1', 'x', 'view', '10:00:00', '10:00:00')",
            "('e1', 'u1', 'x', 'view', '10:00:00', '10:00:00')",
            "('e1', 'u2', 'x', 'view', '10:00:00', '10:00:00')",
            "('e2', 'u1', 'x', 'view', '10:00:00', '10:00:00')",
            "('e3', 'u1', 'x', 'impression', '10:00:00', '10:00:00')",
            "('e4', 'u1', NULL, 'view', '10:00:00', '10:00:00')");
        var report = await DatasetImporter.ImportAsync(
            new ImportOptions { Files = [segment], Output = folder.In("out"), Preset = ImportPreset.EventLog }, Cancellation);
        Assert.Equal(3, report.RowsKept);
        Assert.Equal(1, Dropped(report, "duplicate"));
        Assert.Equal(1, Dropped(report, "not an item"));
        Assert.Equal(1, Dropped(report, "missing item"));
    }

    [Fact]
    public async Task WhatWasReceivedBeforeIsNeitherKeptNorCounted()
    {
        using var folder = new TempFolder();
        var segment = Segment(
            folder, "('e1', 'u1', 'x', 'view', '11:00:00', '10:59:59.999999')", "('e2', 'u1', 'y', 'view', '10:00:00', '11:00:00')");
        var options = new ImportOptions
        {
            Files = [segment],
            Output = folder.In("out"),
            Preset = ImportPreset.EventLog,
            ReceivedFrom = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.FromHours(1)),
        };
        var report = await DatasetImporter.ImportAsync(options, Cancellation);
        Assert.Equal((1, 1), (report.RowsRead, report.RowsKept));
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 10, 0, 0, TimeSpan.Zero), report.From);

        var error = await Assert.ThrowsAsync<DatasetException>(
            () => DatasetImporter.ImportAsync(options with { Preset = ImportPreset.MovieLens }, Cancellation));
        Assert.Contains("receivedFrom", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RobotsGoAndTheCoreIsDenseToTheEnd()
    {
        using var folder = new TempFolder();
        var csv = new StringBuilder("user,item,timestamp\n");
        for (var i = 0; i < 100; i++)
        {
            _ = csv.Append($"robot,i{i},{1_700_000_000 + i}\n");
        }

        // The lone item takes its user below the core, who takes nobody with them.
        _ = csv.Append("a,x,1700000000\na,y,1700000001\nb,x,1700000002\nb,y,1700000003\nc,x,1700000004\nc,lone,1700000005\n");
        var report = await DatasetImporter.ImportAsync(
            new ImportOptions
            {
                Files = [folder.File("log.csv", csv.ToString())],
                Output = folder.In("out"),
                Cleaning = new CleaningOptions { MaxEventsPerDay = 50, Core = 2 },
            },
            Cancellation);
        Assert.Equal(100, Dropped(report, "robot"));
        Assert.Equal(2, Dropped(report, "k-core"));
        Assert.Equal((4, 2, 2), (report.RowsKept, report.Users, report.Items));
    }

    [Theory]
    [InlineData("log.csv", "a,b\n1,2\n", null, "no column for 'user'")]
    [InlineData("log.csv", "user,item,timestamp\n1,2,3\n", "user=nobody", "the input has no such column; it has user, item, timestamp")]
    [InlineData("log.xlsx", "", null, "extension that is not known")]
    public async Task UnusableInputNamesWhatIsAllowed(string name, string content, string? map, string expected)
    {
        using var folder = new TempFolder();
        var options = new ImportOptions { Files = [folder.File(name, content)], Output = folder.In("out"), Columns = ColumnMap.Parse(map) };
        var error = await Assert.ThrowsAsync<DatasetException>(() => DatasetImporter.ImportAsync(options, Cancellation));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlineRetailAddsUp()
    {
        var file = SharedData.Require("online-retail/online_retail.csv.gz");
        using var folder = new TempFolder();
        var report = await DatasetImporter.ImportAsync(
            new ImportOptions { Files = [file], Output = folder.In("out"), Preset = ImportPreset.OnlineRetail }, Cancellation);
        Assert.Equal(541_909, report.RowsRead);
        Assert.Equal(397_924, report.RowsRead - Dropped(report, "missing user") - Dropped(report, "cancellation"));
        Assert.Equal(report.RowsRead, report.RowsDropped + report.RowsKept);
        Assert.Equal(0, Dropped(report, "bad timestamp"));
        Assert.InRange(report.RowsKept, 380_000, 397_924);
        using var db = new DuckDb(1, Cancellation);
        var items = DuckDb.Text(folder.In("out/items.parquet"));
        Assert.Equal(report.Items, db.Count($"SELECT count(*) FROM {items} WHERE title IS NOT NULL"));
        Assert.Equal(1, db.Count($"SELECT count(*) FROM {items} WHERE item = '85123A' AND title LIKE '%T-LIGHT HOLDER'"));
    }

    [Fact]
    public async Task MovieTitlesComeFromTheItemFile()
    {
        var file = SharedData.Require("ml-100k/ml-100k.inter");
        using var folder = new TempFolder();
        var report = await DatasetImporter.ImportAsync(
            new ImportOptions { Files = [file], Output = folder.In("out"), Preset = ImportPreset.MovieLens }, Cancellation);
        Assert.Equal((100_000, 943, 1_682), (report.RowsKept, report.Users, report.Items));
        using var db = new DuckDb(1, Cancellation);
        Assert.Equal(1, db.Count($"SELECT count(*) FROM {DuckDb.Text(folder.In("out/items.parquet"))} WHERE item = '1' AND title = 'Toy Story'"));
    }

    private static Task<CleaningReport> Import(TempFolder folder, string file) =>
        DatasetImporter.ImportAsync(new ImportOptions { Files = [file], Output = folder.In("out") }, Cancellation);

    /// <summary>A segment of the event log; rows of event, user, item, type, and when it happened and was received on 1 January 2024.</summary>
    private static string Segment(TempFolder folder, params string[] rows)
    {
        var segment = folder.In("segment.parquet");
        using var db = new DuckDb(1, Cancellation);
        db.Run($"""
            COPY (SELECT event_id, "user", item_id, type, NULL::DOUBLE AS value, ('2024-01-01 ' || happened || '+00')::TIMESTAMPTZ AS "timestamp",
              ('2024-01-01 ' || received || '+00')::TIMESTAMPTZ AS received_at, NULL::VARCHAR AS session_id
              FROM (VALUES {string.Join(", ", rows)}) t(event_id, "user", item_id, type, happened, received))
            TO {DuckDb.Text(segment)} (FORMAT parquet)
            """);
        return segment;
    }

    private static long Dropped(CleaningReport report, string step) => report.Steps.Single(s => s.Name == step).Dropped;
}
