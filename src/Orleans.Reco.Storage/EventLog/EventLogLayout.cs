using System.Globalization;

namespace Orleans.Reco.Storage;

/// <summary>
/// Names in the log's folder tree. Hive partitions, so that DuckDB, Spark and pandas read the tenant and the date from the path;
/// what is not data begins with an underscore, which they skip.
/// </summary>
internal static class EventLogLayout
{
    /// <summary>The default folder of the journal.</summary>
    public const string JournalFolder = "_journal";

    private const string TemporaryFolder = "_tmp";
    private const string TenantPrefix = "tenant=";
    private const string DatePrefix = "date=";
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>The final file of a segment's events of one tenant and date.</summary>
    public static string SegmentFile(string root, string segmentId, Partition partition) =>
        Path.Combine(TenantFolder(root, partition.Tenant), DatePrefix + Format(partition.Date), segmentId + ".parquet");

    /// <summary>
    /// Where the file is written before it gets its final name. In a folder of its own: readers that list a partition must not meet it.
    /// </summary>
    public static string TemporaryFile(string root, string segmentId, Partition partition) =>
        Path.Combine(root, TemporaryFolder, $"{segmentId}.{partition.Tenant}.{Format(partition.Date)}");

    /// <summary>The folder of a tenant.</summary>
    public static string TenantFolder(string root, string tenant) => Path.Combine(root, TenantPrefix + tenant);

    /// <summary>The date of a partition folder; null for any other folder.</summary>
    public static DateOnly? ParseDate(string folder) =>
        Path.GetFileName(folder) is { } name
        && name.StartsWith(DatePrefix, StringComparison.Ordinal)
        && DateOnly.TryParseExact(name.AsSpan(DatePrefix.Length), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    private static string Format(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);
}
