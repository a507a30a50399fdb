using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Grains;

/// <summary>
/// After a change of models brings the vectors of the silo's resident users to the version that serves them, a batch at a time and with
/// pauses, so that the first list of each costs a step and not a whole history. Who comes sooner is encoded then.
/// </summary>
internal sealed partial class VectorRefresh(
    ResidentUsers residents, IOptions<UserOptions> options, TimeProvider time, ILogger<VectorRefresh> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long> _revisions = [];

    /// <summary>Begins where the tenant's deployment is another than the last time. Not thread-safe: the silo's agent asks each second.</summary>
    public void Follow(TenantRuntime tenant, CancellationToken stopped)
    {
        var revision = tenant.Deployment.Revision;
        if (!_revisions.TryGetValue(tenant.Tenant, out var last) || last != revision)
        {
            _revisions[tenant.Tenant] = revision;
            _ = RunAsync(tenant, revision, stopped);
        }
    }

    private async Task RunAsync(TenantRuntime tenant, long revision, CancellationToken stopped)
    {
        try
        {
            // The next change begins anew, with all of them.
            var users = residents.Of(tenant.Tenant).TakeWhile(_ => tenant.Deployment.Revision == revision);
            var pace = new PacedBatches(options.Value.RecomputeBatch, options.Value.RecomputeShare, time);
            var recomputed = await pace.RunAsync(users, RecomputeAsync, stopped);
            if (recomputed > 0)
            {
                LogRecomputed(logger, tenant.Tenant, recomputed);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            // Nothing depends on it: vectors are made anew when their users come.
            LogStopped(logger, tenant.Tenant, exception);
        }
    }

    private async Task<bool> RecomputeAsync(UserGrain user)
    {
        // A user who left meanwhile may never answer.
        var done = await user.BringVectorUpToDate().WaitAsync(Patience, time);
        ModelInstruments.VectorsRecomputed.Add(done ? 1 : 0);
        return done;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tenant {Tenant}: the vectors of {Users} resident users were brought to the model that serves them")]
    private static partial void LogRecomputed(ILogger logger, string tenant, int users);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant}: the vectors of resident users were not all brought to the model that serves them")]
    private static partial void LogStopped(ILogger logger, string tenant, Exception exception);
}
