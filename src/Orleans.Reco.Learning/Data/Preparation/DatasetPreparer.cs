using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Reco.Learning;

/// <summary>Takes a dataset folder through named steps into another one. Works on disk: the size of the data does not matter.</summary>
public static class DatasetPreparer
{
    private const string Columns = "\"user\", item, type, value, ts AS \"timestamp\", session";

    /// <summary>Prepares, and writes interactions, items, what steps write besides, and <c>preparation.json</c>.</summary>
    /// <param name="options">What, how and where to.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <exception cref="DatasetException">The folder is no dataset, or a step cannot be done; the message says what is allowed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; <c>preparation.json</c> was not written.</exception>
    public static Task<PreparationRecord> PrepareAsync(
        PreparationOptions options, IProgress<PreparationStepRecord>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Prepare(options, progress, cancellationToken), cancellationToken);
    }

    private static PreparationRecord Prepare(
        PreparationOptions options, IProgress<PreparationStepRecord>? progress, CancellationToken cancellationToken)
    {
        var input = Path.Combine(options.Dataset, DatasetFiles.Interactions);
        if (!File.Exists(input))
        {
            throw new DatasetException("dataset", $"'{options.Dataset}' has no {DatasetFiles.Interactions}; import data into it first.");
        }

        if (Path.GetFullPath(options.Dataset).TrimEnd('/', '\\') == Path.GetFullPath(options.Output).TrimEnd('/', '\\'))
        {
            throw new DatasetException("output", "is the dataset itself, which stays as it is; give another folder.");
        }

        using var db = new DuckDb(options.Limits, cancellationToken);

        // Rows know their place, so nothing but the last sort has to keep it.
        db.Run("SET preserve_insertion_order = false");
        db.Run($"""
            CREATE TABLE events AS SELECT file_row_number AS row_id, "user", item, type, value, "timestamp" AS ts, session
            FROM read_parquet({DuckDb.Text(input)}, file_row_number = true)
            """);
        var items = Path.Combine(options.Dataset, DatasetFiles.Items);
        db.Run(File.Exists(items)
            ? $"CREATE TABLE items AS SELECT item, title, category, brand, price FROM read_parquet({DuckDb.Text(items)})"
            : """
                CREATE TABLE items AS
                SELECT DISTINCT item, NULL::VARCHAR AS title, NULL::VARCHAR AS category, NULL::VARCHAR AS brand, NULL::DOUBLE AS price FROM events
                """);
        _ = Directory.CreateDirectory(options.Output);
        File.Delete(Path.Combine(options.Output, PreparationRecord.FileName));
        var context = new PreparationContext(db, options.Output);
        var steps = new List<PreparationStepRecord>();
        var before = context.Count();
        foreach (var step in options.Configuration.Steps)
        {
            var detail = step.Run(context);
            var after = context.Count();
            steps.Add(new PreparationStepRecord(step.Name, before, after, detail, context.TakeFiles()));
            progress?.Report(steps[^1]);
            before = after;
        }

        context.Copy($"SELECT {Columns} FROM events ORDER BY ts, row_id", DatasetFiles.Interactions);
        context.Copy("SELECT * FROM items WHERE item IN (SELECT DISTINCT item FROM events) ORDER BY item", DatasetFiles.Items);
        var record = new PreparationRecord
        {
            InputFingerprint = Fingerprint(db, input),
            Fingerprint = Fingerprint(db, Path.Combine(options.Output, DatasetFiles.Interactions)),
            Steps = steps,
        };
        var json = new JsonObject
        {
            ["steps"] = options.Configuration.ToJson(),
            ["record"] = JsonSerializer.SerializeToNode(record, DatasetFiles.Json),
        };
        File.WriteAllText(Path.Combine(options.Output, PreparationRecord.FileName), json.ToJsonString(DatasetFiles.Json));
        return record;
    }

    // A sum over rows and their places: the rows need not pass by in order, and no two of them can trade places unseen.
    private static string Fingerprint(DuckDb db, string path)
    {
        var text = "";
        db.Read(
            $"""
            SELECT CAST(coalesce(sum(md5_number_lower(concat_ws(chr(31), file_row_number, "user", item, type, coalesce(value, 'NaN'),
              epoch_us("timestamp"), coalesce(session, '')))), 0) AS VARCHAR)
            FROM read_parquet({DuckDb.Text(path)}, file_row_number = true)
            """,
            row => text = row.GetString(0));
        return System.Numerics.BigInteger.Parse(text, CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);
    }
}
