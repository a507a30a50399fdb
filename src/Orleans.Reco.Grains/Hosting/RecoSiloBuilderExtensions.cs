using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Placement;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Reco.Grains;

/// <summary>Makes a silo part of the recommender.</summary>
public static class RecoSiloBuilderExtensions
{
    private const int RememberedPlaces = 100_000;

    /// <summary>
    /// Adds the grains and what each silo holds for them. The host adds grain storage named <see cref="RecoStorage.Name"/>, an event
    /// log, a bundle store and a reminder service.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="roles">What the silo does. Default: everything.</param>
    public static ISiloBuilder AddReco(this ISiloBuilder silo, RecoRoles roles = RecoRoles.All)
    {
        silo.UseSiloMetadata(new Dictionary<string, string> { [RequireRoleDirector.MetadataKey] = roles.ToString() });
        var services = silo.Services;
        services.AddPlacementFilter<RequireRoleStrategy, RequireRoleDirector>(ServiceLifetime.Transient);
        services.AddGrainService<SiloAgent>();

        AddOptions<UserOptions>(services, "Reco:User");
        AddOptions<InteractionOptions>(services, "Reco:Interactions");
        AddOptions<SignalOptions>(services, "Reco:Signals");
        AddOptions<ReRankingOptions>(services, "Reco:ReRanking");
        AddOptions<ActivityOptions>(services, "Reco:Activity");
        AddOptions<ScoringPoolOptions>(services, "Reco:ScoringPool");
        AddOptions<CollectorOptions>(services, "Reco:Collector");
        AddOptions<RefreshOptions>(services, "Reco:Refresh");
        AddOptions<ScoringOptions>(services, ScoringOptions.Section);
        AddOptions<InferenceOptions>(services, InferenceOptions.Section);
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<SessionFactory>(
            provider, provider.GetRequiredService<IOptions<InferenceOptions>>().Value));

        // By default a million places of users and items are remembered, two hundred bytes each; who is asked for often is among fewer.
        services.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = RememberedPlaces);
        GrainReferences.AddArgumentCopiers(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new InteractionTypes(provider.GetRequiredService<IOptions<InteractionOptions>>().Value));
        services.TryAddSingleton<SiloBroadcast>();
        services.TryAddSingleton<TenantRuntimes>();
        services.TryAddSingleton<ITenantSnapshots>(provider => provider.GetRequiredService<TenantRuntimes>());
        services.TryAddSingleton<CanaryTally>();
        services.TryAddSingleton<ResidentUsers>();
        services.TryAddSingleton<ServingSilos>();
        services.AddHostedService<HandOver>();
        services.TryAddSingleton<VectorRefresh>();
        services.TryAddSingleton<LocalScorers>();
        services.TryAddSingleton<ScoringPool>();
        services.TryAddSingleton<RecommendationComposer>();
        services.TryAddSingleton<QuietCollections>();
        services.TryAddSingleton<LazySaves>();
        services.AddHostedService(provider => provider.GetRequiredService<LazySaves>());
        services.TryAddSingleton<UserServices>();
        services.TryAddSingleton<ActivityCombiner>();
        services.AddHostedService(provider => provider.GetRequiredService<ActivityCombiner>());
        if (roles.HasFlag(RecoRoles.Serving))
        {
            services.AddHostedService<EventLogCaretaker>();
        }

        return silo;
    }

    private static void AddOptions<TOptions>(IServiceCollection services, string section)
        where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
