using System.Globalization;
using Orleans.Reco.Learning;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Training;

/// <summary>
/// The segments of the event log that a training reads, by names that hold on every silo: <c>date=…/….parquet</c>. Silos go on writing
/// meanwhile; all parts, and a lead that goes on for another, read the same.
/// </summary>
/// <param name="From">The first date.</param>
/// <param name="Since">Events received before are left out; the first segments have some.</param>
/// <param name="Names">The names, in order.</param>
internal sealed record SegmentList(DateOnly From, DateTimeOffset Since, string[] Names)
{
    /// <summary>All segments of a tenant with events received since a time.</summary>
    public static async Task<(SegmentList List, IReadOnlyList<string> Files)> ReadAsync(
        IEventLogReader events, string tenant, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var from = DateOnly.FromDateTime(since.UtcDateTime);
        var files = await events.ListSegmentsAsync(tenant, from, cancellationToken);
        return (new SegmentList(from, since, [.. files.Select(NameOf)]), files);
    }

    /// <summary>The files of named segments.</summary>
    /// <exception cref="DatasetException">One of them is gone.</exception>
    public static async Task<IReadOnlyList<string>> ResolveAsync(
        IEventLogReader events, string tenant, DateOnly from, string[] names, CancellationToken cancellationToken = default)
    {
        var files = (await events.ListSegmentsAsync(tenant, from, cancellationToken)).ToDictionary(NameOf, StringComparer.Ordinal);
        return [.. names.Select(name => files.TryGetValue(name, out var file)
            ? file
            : throw new DatasetException("events", string.Create(CultureInfo.InvariantCulture, $"segment {name} is no longer in the event log.")))];
    }

    private static string NameOf(string file) => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}";
}
