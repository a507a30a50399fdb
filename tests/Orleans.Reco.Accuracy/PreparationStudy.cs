using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// Time and peak memory of import and preparation on simulated events, 50 million if not told otherwise. <c>--data</c> is a folder to work
/// in; <c>--set rows=N,memory=MB</c> changes the size and what DuckDB may take.
/// </summary>
internal static class PreparationStudy
{
    private const string Steps =
        "deduplicate; range minValue=0 maxValue=100000; robots-by-rate; robots-by-entropy; pseudonymise keyFile={0}; sessions gapMinutes=30; "
        + "k-core users=5 items=5; split protocol=temporal:validation=0.1,holdout=0.1; features";

    public static void Run(StudyArguments arguments)
    {
        var rows = (long)arguments.Set.GetValueOrDefault("rows", 50_000_000);
        var limits = new DuckDbLimits
        {
            Threads = arguments.Threads,
            MemoryMegabytes = (int)arguments.Set.GetValueOrDefault("memory", 2_000),
            TemporaryFolder = arguments.Data,
        };
        string In(string name) => Path.Combine(arguments.Data, name);
        Timed("generate", () => Generate(In("events.parquet"), rows, limits));
        Timed("import", () =>
        {
            var report = DatasetImporter.ImportAsync(
                new ImportOptions { Files = [In("events.parquet")], Output = In("imported"), Limits = limits }).GetAwaiter().GetResult();
            Print($"  {report.RowsRead:N0} rows read, {report.RowsKept:N0} kept, {report.Users:N0} users, {report.Items:N0} items");
        });
        File.WriteAllText(In("key"), "a key for simulated users only");
        Timed("prepare", () =>
        {
            var record = DatasetPreparer.PrepareAsync(
                new PreparationOptions
                {
                    Dataset = In("imported"),
                    Output = In("prepared"),
                    Configuration = PreparationConfiguration.Parse(string.Format(CultureInfo.InvariantCulture, Steps, In("key"))),
                    Limits = limits,
                },
                new StepLines()).GetAwaiter().GetResult();
            Print($"  fingerprint {record.Fingerprint}");
        });
        Print($"{rows:N0} events, {limits.MemoryMegabytes} MB for DuckDB, {arguments.Threads} threads: peak resident memory of the process {PeakMegabytes():N0} MB");
    }

    // Visits of eight events, users and items along a power law; everything follows from a row's number, so threads do not matter. One row
    // of a hundred comes twice, and 64 visits of 64,000 are one of a robot that acts once a second.
    private static void Generate(string file, long rows, DuckDbLimits limits)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SET memory_limit = '{limits.MemoryMegabytes}MB'; SET threads = {limits.Threads}; SET preserve_insertion_order = false;
            COPY (
              SELECT CASE WHEN robot THEN 'robot' || (visit // 64 % 20) ELSE 'user' || CAST(1e6 * pow(u, 1.5) AS INTEGER) END AS user_id,
                'item' || CAST(pow(2e5, v) AS INTEGER) AS item_id,
                CASE WHEN w < 0.8 THEN 'view' WHEN w < 0.93 THEN 'cart' ELSE 'purchase' END AS event_type,
                CASE WHEN w >= 0.93 THEN round(5 + (200 * v), 2) END AS value,
                make_timestamp(1735689600000000 + CASE WHEN robot THEN n * 1000000 ELSE 1000000 * (CAST(31000000 * x AS BIGINT) + ((n % 8) * 40) + CAST(30 * w AS BIGINT)) END) AS "timestamp"
              FROM (
                SELECT visit, n, hash(visit // 64, 1) % 1000 = 0 AS robot, (hash(visit, 2) % 1000000) / 1e6 AS u, (hash(visit, 3) % 1000000) / 1e6 AS x,
                  (hash(n, 4) % 1000000) / 1e6 AS v, (hash(n, 5) % 1000000) / 1e6 AS w
                FROM (SELECT n, n // 8 AS visit FROM (SELECT CASE WHEN hash(i, 6) % 100 = 0 THEN i // 8 * 8 ELSE i END AS n FROM range({rows}) t(i))))
            ) TO '{file.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet, COMPRESSION zstd)
            """);
        _ = command.ExecuteNonQuery();
    }

    private static void Timed(string name, Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        Print($"{name}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, peak resident memory so far {PeakMegabytes():N0} MB");
    }

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class StepLines : IProgress<PreparationStepRecord>
    {
        private long _started = Stopwatch.GetTimestamp();

        public void Report(PreparationStepRecord value)
        {
            var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            Print($"  {value.Name,-18} {seconds,5:F0} s  {value.Before.Rows,12:N0} -> {value.After.Rows,12:N0} rows, {value.After.Users,9:N0} users, {value.After.Items,9:N0} items; {value.Detail}");
            _started = Stopwatch.GetTimestamp();
        }
    }
}
