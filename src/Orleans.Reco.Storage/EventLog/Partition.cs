namespace Orleans.Reco.Storage;

/// <summary>A folder of the log: a tenant's events that were received on one UTC date.</summary>
internal readonly record struct Partition(string Tenant, DateOnly Date)
{
    /// <summary>The partition of an event.</summary>
    public static Partition Of(LoggedEvent e) => new(e.Tenant, DateOnly.FromDateTime(e.ReceivedAt.UtcDateTime));
}
