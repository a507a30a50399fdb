using Orleans.Reco.Core;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>What every user grain of a silo shares; one field in each activation instead of nine.</summary>
internal sealed class UserServices(
    TenantRuntimes tenants,
    InteractionTypes types,
    IEventLog eventLog,
    ActivityCombiner activity,
    ScoringPool pool,
    RecommendationComposer composer,
    CanaryTally canaries,
    LazySaves lazySaves,
    ResidentUsers residents,
    SiloBroadcast silos,
    TimeProvider time)
{
    /// <summary>An event that names an unknown item makes the silo look for it at most this often.</summary>
    private static readonly TimeSpan CatchUpInterval = TimeSpan.FromMilliseconds(200);

    private long _caughtUp;

    public TenantRuntimes Tenants => tenants;

    public InteractionTypes Types => types;

    public IEventLog EventLog => eventLog;

    public ActivityCombiner Activity => activity;

    public ScoringPool Pool => pool;

    public RecommendationComposer Composer => composer;

    public CanaryTally Canaries => canaries;

    public LazySaves LazySaves => lazySaves;

    public ResidentUsers Residents => residents;

    public SiloBroadcast Silos => silos;

    /// <summary>Looks for catalog changes that this silo may have missed, unless it just did.</summary>
    public async ValueTask CatchUp(TenantRuntime tenant)
    {
        var last = Interlocked.Read(ref _caughtUp);
        var now = time.GetTimestamp();
        if ((last == 0 || time.GetElapsedTime(last, now) > CatchUpInterval)
            && Interlocked.CompareExchange(ref _caughtUp, now, last) == last)
        {
            await tenant.SyncAsync();
        }
    }
}
