using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Reco;
using Orleans.Reco.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the Reco client to a container.</summary>
public static class RecoClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IRecoClient"/>. The container needs an Orleans <c>IGrainFactory</c>: from <c>UseOrleans</c> in a silo or
    /// from <c>UseOrleansClient</c> elsewhere. Calling it again only adds configuration.
    /// </summary>
    public static IServiceCollection AddRecoClient(this IServiceCollection services, Action<RecoClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<RecoClientOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RecoClientOptions>, RecoClientOptionsValidator>());
        GrainReferences.AddArgumentCopiers(services);
        services.TryAddSingleton<GrainCalls>();
        services.TryAddSingleton<IRecoClient>(provider => ActivatorUtilities.CreateInstance<RecoClient>(
            provider, provider.GetRequiredService<IOptions<RecoClientOptions>>().Value.Tenant));
        return services;
    }
}
