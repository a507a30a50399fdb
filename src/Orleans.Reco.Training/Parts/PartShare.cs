namespace Orleans.Reco.Training;

/// <summary>Which users of which files a part is to read.</summary>
/// <param name="PlanId">The uploaded plan.</param>
/// <param name="Index">The part, from 0.</param>
/// <param name="Count">Parts of the training.</param>
/// <param name="From">The first date of the segments.</param>
/// <param name="Segments">The segments of the event log, see <see cref="SegmentList"/>: all parts read the same.</param>
/// <param name="Since">Events received before are left out; a lead of an earlier version has none left out.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.PartShare")]
internal sealed record PartShare(
    [property: Id(0)] string PlanId,
    [property: Id(1)] int Index,
    [property: Id(2)] int Count,
    [property: Id(3)] DateOnly From,
    [property: Id(4)] string[] Segments,
    [property: Id(5)] DateTimeOffset Since);
