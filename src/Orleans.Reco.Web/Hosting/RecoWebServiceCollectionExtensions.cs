using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting;
using Orleans.Reco;
using Orleans.Reco.Web;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the REST API and the pages to a container.</summary>
public static class RecoWebServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>MapRecoApi</c> and <c>MapRecoPages</c> need, the client included. Calling it again only adds configuration.
    /// </summary>
    public static IServiceCollection AddRecoWeb(this IServiceCollection services, Action<RecoWebOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<RecoWebOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(service => service.ImplementationType == typeof(ProblemStartupFilter)))
        {
            return services;
        }

        services.AddRecoClient();
        services.AddOptions<AdmissionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<AdmissionInstruments>();
        services.AddSingleton<AdmissionFilter>();
        services.AddSingleton<IStartupFilter, ProblemStartupFilter>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<RefreshStage>(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<RefreshKind>(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<CanaryVerdict>(JsonNamingPolicy.CamelCase));
        });
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.AddRazorComponents();
        return services;
    }
}
