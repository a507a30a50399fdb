using System.Globalization;

namespace Orleans.Reco.Storage;

/// <summary>
/// Names of the log's files, with '/' between folders. Hive partitions, so that DuckDB, Spark and pandas read the tenant and the date
/// from the path; what is not data begins with an underscore, which they skip.
/// </summary>
internal static class EventLogLayout
{
    /// <summary>The default folder of the journal.</summary>
    public const string JournalFolder = "_journal";

    /// <summary>How the folders of tenants begin.</summary>
    public const string TenantPrefix = "tenant=";

    private const string TemporaryFolder = "_tmp";
    private const string ErasedFolder = "_erased";
    private const string ReplacedFolder = "_replaced";
    private const string DatePrefix = "date=";
    private const string DateFormat = "yyyy-MM-dd";
    private const string SegmentSuffix = ".parquet";

    /// <summary>The final file of a segment's events of one tenant and date.</summary>
    public static string Segment(string segmentId, Partition partition) => $"{PartitionFolder(partition)}{segmentId}{SegmentSuffix}";

    /// <summary>The folder of a tenant and date.</summary>
    public static string PartitionFolder(Partition partition) => $"{TenantFolder(partition.Tenant)}{DatePrefix}{Format(partition.Date)}/";

    /// <summary>The folder of a tenant.</summary>
    public static string TenantFolder(string tenant) => $"{TenantPrefix}{tenant}/";

    /// <summary>The folder of the marks of erased users; each mark is an empty file.</summary>
    public static string ErasedFolderOf(string tenant) => $"{ErasedFolder}/{TenantFolder(tenant)}";

    /// <summary>The mark of a user who was erased on a date.</summary>
    public static string Erased(string tenant, DateOnly date, string user) =>
        $"{ErasedFolderOf(tenant)}{Format(date)}.{Uri.EscapeDataString(user)}";

    /// <summary>The folder of what compactions under way have written down.</summary>
    public static string ReplacedFolderOf(string tenant) => $"{ReplacedFolder}/{TenantFolder(tenant)}";

    /// <summary>Which files a compacted one takes the place of, a name a line.</summary>
    public static string Replaced(string tenant, string segmentId) => $"{ReplacedFolderOf(tenant)}{segmentId}";

    /// <summary>
    /// Where a file is written before it gets its final name. In a folder of its own and not called Parquet: readers that list a
    /// partition, or all Parquet files, must not meet it.
    /// </summary>
    public static string TemporaryFile(string root, string name) => Path.Combine(TemporaryFolderOf(root), name.Replace('/', '.') + ".tmp");

    /// <summary>The folder of such files.</summary>
    public static string TemporaryFolderOf(string root) => Path.Combine(root, TemporaryFolder);

    /// <summary>The partition of a segment's file; null for any other name.</summary>
    public static Partition? ParseSegment(string name) =>
        name.Split('/') is [var first, var second, var file] && ParseTenant(first) is { } tenant && file.EndsWith(SegmentSuffix, StringComparison.Ordinal)
        && second.StartsWith(DatePrefix, StringComparison.Ordinal) && ParseDate(second[DatePrefix.Length..]) is { } date
            ? new Partition(tenant, date)
            : null;

    /// <summary>The tenant of a folder's name; null for any other.</summary>
    public static string? ParseTenant(string folder) =>
        folder.StartsWith(TenantPrefix, StringComparison.Ordinal) && folder[TenantPrefix.Length..] is var tenant && RecoKey.TenantError(tenant) is null
            ? tenant
            : null;

    /// <summary>The date and the user of a mark; null for any other name.</summary>
    public static (DateOnly Date, string User)? ParseErased(string name) =>
        name[(name.LastIndexOf('/') + 1)..].Split('.', 2) is [var day, var user] && ParseDate(day) is { } date
            ? (date, Uri.UnescapeDataString(user))
            : null;

    private static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string Format(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);
}
