namespace Orleans.Reco;

/// <summary>What somebody, or the coordinator by itself, did with a tenant's model.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who: an operator's name, <c>schedule</c>, <c>trigger</c>, <c>gate</c> or <c>canary</c>.</param>
/// <param name="Action"><c>refresh, register, promote, rollback</c> or <c>refuse</c>.</param>
/// <param name="Version">The bundle that it concerns; null where there is none yet.</param>
/// <param name="Detail">Why, in words.</param>
[GenerateSerializer]
[Immutable]
[Alias("reco.AuditRecord")]
public sealed record AuditRecord(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string Action,
    [property: Id(3)] string? Version,
    [property: Id(4)] string Detail);
