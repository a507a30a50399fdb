using System.Text.Json;

namespace Orleans.Reco.Learning;

/// <summary>Turns exports and logs into a dataset folder, and counts every row that it drops.</summary>
public static class DatasetImporter
{
    /// <summary>Imports, cleans and writes <c>interactions.parquet</c>, <c>items.parquet</c> and <c>report.json</c>.</summary>
    /// <exception cref="DatasetException">A file, column or option is not usable; the message says what is allowed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the folder is as before.</exception>
    public static Task<CleaningReport> ImportAsync(ImportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Import(options, cancellationToken), cancellationToken);
    }

    internal static CleaningReport Import(ImportOptions options, CancellationToken cancellationToken)
    {
        _ = options.Cleaning.Validate();
        using var db = new DuckDb(options.Limits, cancellationToken);
        if (options.Preset == ImportPreset.Sequences)
        {
            SequenceImport.Load(db, options.Files);
            var all = db.Count("SELECT count(*) FROM kept");
            return Finish(db, options, all, []);
        }

        var preset = options.Preset;
        var (columns, malformed) = ImportSource.Load(db, "source", options.Files, [.. ReceivedSql(options), .. UsersSql(options)]);
        foreach (var missing in preset?.Required.Where(r => !columns.Contains(r)) ?? [])
        {
            throw new DatasetException("preset", $"{preset!.Name} needs a column {missing}; the input has {string.Join(", ", columns)}.");
        }

        var map = Merge(preset?.Columns, options.Columns).Resolve(columns);
        foreach (var field in new[] { "user", "item", "timestamp" }.Where(f => !map.ContainsKey(f)))
        {
            throw new DatasetException(
                "map", $"no column for '{field}'; map one of {string.Join(", ", columns)}, for example {field}={columns[0]}.");
        }

        var read = db.Count("SELECT count(*) FROM source") + malformed;
        var cleaning = new CleaningPipeline(db, options.Cleaning);
        cleaning.Judge(map, preset, options.DefaultType ?? preset?.DefaultType ?? "view");
        return Finish(db, options, read, cleaning.Run(malformed, map, preset));
    }

    private static IEnumerable<string> ReceivedSql(ImportOptions options)
    {
        if (options.ReceivedFrom is { } from)
        {
            var column = options.Preset?.ReceivedColumn
                ?? throw new DatasetException("receivedFrom", "rows can be chosen by the time of their receipt with a preset only that has it.");
            yield return $"epoch_us({DuckDb.Name(column)}) >= {(from - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}";
        }
    }

    private static IEnumerable<string> UsersSql(ImportOptions options)
    {
        if (options.Users is { } users)
        {
            var column = options.Preset?.Columns.Columns.GetValueOrDefault("user")
                ?? throw new DatasetException("users", "a share of the users can be read with a preset only that names their column.");
            yield return users.ToSql($"trim({DuckDb.Name(column)})");
        }
    }

    private static CleaningReport Finish(DuckDb db, ImportOptions options, long read, IReadOnlyList<CleaningStep> steps)
    {
        LoadItemFile(db, ItemFile(options), columnsOfItems: out var itemColumns);
        var report = Summarise(db, read, steps, options.Files);
        if (report.RowsRead != report.RowsDropped + report.RowsKept)
        {
            throw new InvalidOperationException(
                $"The cleaning report does not add up: {report.RowsRead} read, {report.RowsDropped} dropped, {report.RowsKept} kept.");
        }

        Write(db, options.Output, itemColumns, report);
        return report;
    }

    private static ColumnMap Merge(ColumnMap? preset, ColumnMap given)
    {
        var merged = new ColumnMap();
        foreach (var (field, column) in (preset?.Columns ?? new Dictionary<string, string>()).Concat(given.Columns))
        {
            _ = merged.Add(field, column);
        }

        return merged;
    }

    private static string? ItemFile(ImportOptions options)
    {
        if (options.ItemFile is not null || options.Preset?.ItemFileExtension is not { } extension)
        {
            return options.ItemFile;
        }

        var beside = Path.ChangeExtension(options.Files[0], extension);
        return File.Exists(beside) ? beside : null;
    }

    private static void LoadItemFile(DuckDb db, string? file, out Dictionary<string, string> columnsOfItems)
    {
        columnsOfItems = [];
        if (file is not null)
        {
            var (columns, _) = ImportSource.Load(db, "item_source", [file]);
            columnsOfItems = new ColumnMap().Resolve(columns);
            if (!columnsOfItems.ContainsKey("item"))
            {
                throw new DatasetException("itemFile", $"no column for 'item' in '{file}'; it has {string.Join(", ", columns)}.");
            }
        }
    }

    private static CleaningReport Summarise(DuckDb db, long read, IReadOnlyList<CleaningStep> steps, IReadOnlyList<string> files)
    {
        CleaningReport? report = null;
        db.Read(
            "SELECT count(*), count(DISTINCT \"user\"), count(DISTINCT item), epoch_us(min(ts)), epoch_us(max(ts)) FROM kept",
            row => report = new CleaningReport
            {
                RowsRead = read,
                Steps = steps,
                RowsKept = row.GetInt64(0),
                Users = row.GetInt64(1),
                Items = row.GetInt64(2),
                From = row.IsDBNull(3) ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(row.GetInt64(3)),
                To = row.IsDBNull(4) ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(row.GetInt64(4)),
                Sources = [.. files.Select(f => $"{Path.GetFileName(f)} ({new FileInfo(f).Length} bytes)")],
            });
        return report!;
    }

    private static void Write(DuckDb db, string folder, Dictionary<string, string> itemColumns, CleaningReport report)
    {
        _ = Directory.CreateDirectory(folder);
        var items = ItemsSql(itemColumns);
        Copy(
            "SELECT \"user\", item, type, value, ts AS \"timestamp\", session FROM kept ORDER BY ts, row_id",
            Path.Combine(folder, DatasetFiles.Interactions));
        Copy(items, Path.Combine(folder, DatasetFiles.Items));
        File.WriteAllBytes(
            Path.Combine(folder, CleaningReport.FileName),
            JsonSerializer.SerializeToUtf8Bytes(report, DatasetFiles.Json));

        // Beside, then moved: a reader never sees half a file.
        void Copy(string sql, string path)
        {
            var temporary = path + ".tmp";
            db.Run($"COPY ({sql}) TO {DuckDb.Text(temporary)} (FORMAT parquet, COMPRESSION zstd)");
            File.Move(temporary, path, overwrite: true);
        }
    }

    private static string ItemsSql(Dictionary<string, string> itemColumns)
    {
        // The commonest spelling; of two as common, the last in the alphabet, so that the same input gives the same file.
        static string Commonest(string field) =>
            $"(SELECT item, arg_max({field}, (n, {field})) AS {field} FROM " +
            $"(SELECT item, {field}, count(*) AS n FROM kept WHERE {field} IS NOT NULL GROUP BY ALL) GROUP BY item)";

        string Field(string field) => itemColumns.ContainsKey(field) ? $"coalesce(f.{field}, {field[0]}.{field})" : $"{field[0]}.{field}";

        var file = itemColumns.Count == 0
            ? "(SELECT NULL::VARCHAR AS item WHERE false)"
            : "(SELECT DISTINCT ON (item) * FROM (SELECT " + string.Join(", ", itemColumns.Select(c =>
                c.Key == "price"
                    ? $"TRY_CAST({DuckDb.Name(c.Value)} AS DOUBLE) AS price"
                    : $"{ImportSql.Clean(DuckDb.Name(c.Value))} AS {DuckDb.Name(c.Key)}"))
                + " FROM item_source) WHERE item IS NOT NULL)";
        return
            $"SELECT i.item, {Field("title")} AS title, {Field("category")} AS category, {Field("brand")} AS brand, {Field("price")} AS price " +
            "FROM (SELECT DISTINCT item FROM kept) i " +
            $"LEFT JOIN {Commonest("title")} t ON t.item = i.item LEFT JOIN {Commonest("category")} c ON c.item = i.item " +
            $"LEFT JOIN {Commonest("brand")} b ON b.item = i.item " +
            "LEFT JOIN (SELECT item, median(price) AS price FROM kept GROUP BY item) p ON p.item = i.item " +
            $"LEFT JOIN {file} f ON f.item = i.item ORDER BY i.item";
    }
}
