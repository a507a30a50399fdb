using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Storage;
using Orleans.Storage;

namespace Orleans.Reco.Grains;

/// <summary>What every user grain of a silo shares; one field in each activation instead of twelve.</summary>
internal sealed class UserServices(
    TenantRuntimes tenants,
    InteractionTypes types,
    [FromKeyedServices(RecoStorage.Name)] IGrainStorage storage,
    IEventLog eventLog,
    ActivityCombiner activity,
    ScoringPool pool,
    RecommendationComposer composer,
    CanaryTally canaries,
    LazySaves lazySaves,
    ResidentUsers residents,
    ServingSilos serving,
    SiloBroadcast silos,
    QuietCollections collections,
    IOptions<UserOptions> options,
    TimeProvider time)
{
    public TenantRuntimes Tenants => tenants;

    public InteractionTypes Types => types;

    public IGrainStorage Storage => storage;

    public IEventLog EventLog => eventLog;

    public ActivityCombiner Activity => activity;

    public ScoringPool Pool => pool;

    public RecommendationComposer Composer => composer;

    public CanaryTally Canaries => canaries;

    public LazySaves LazySaves => lazySaves;

    public ResidentUsers Residents => residents;

    public ServingSilos Serving => serving;

    public SiloBroadcast Silos => silos;

    public QuietCollections Collections => collections;

    public UserOptions Options { get; } = options.Value;

    public TimeProvider Time => time;
}
