namespace Orleans.Reco.Storage;

/// <summary>
/// Keeps the log in order: puts the many small files of a day together, removes rows of erased users and days past their retention. Run
/// by <c>AddReco</c>'s silos in the background.
/// </summary>
public interface IEventLogMaintenance
{
    /// <summary>The tenants that have a log.</summary>
    Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Goes once over a tenant's log. May be stopped or killed at any time and run again; two at a time only do work twice. Runs of one
    /// process come one after another.
    /// </summary>
    /// <exception cref="RecoValidationException">The tenant's name is not allowed.</exception>
    Task<EventLogPass> RunAsync(string tenant, CancellationToken cancellationToken = default);
}
