using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Web;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the REST API and the pages into an application.</summary>
public static class RecoEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/v1/…</c>, <c>/openapi/v1.json</c> and the API reference at <c>/reference</c>.</summary>
    /// <returns>The endpoints under <c>/v1</c>, for example to require authorization.</returns>
    public static IEndpointConventionBuilder MapRecoApi(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ApiDocument.Map(endpoints);
        var api = endpoints.MapGroup(ApiDocument.Prefix);
        api.AddEndpointFilter<ProblemFilter>();
        api.AddEndpointFilter(endpoints.ServiceProvider.GetRequiredService<AdmissionFilter>());
        EventEndpoints.Map(api);
        ItemEndpoints.Map(api);
        UserEndpoints.Map(api);
        RecommendationEndpoints.Map(api);
        DiscoveryEndpoints.Map(api);
        ModelEndpoints.Map(api);
        ClusterEndpoints.Map(api);
        return api;
    }

    /// <summary>Maps the first page at <c>/</c>, its status panel and its style and script.</summary>
    /// <returns>The pages, for example to require authorization.</returns>
    public static IEndpointConventionBuilder MapRecoPages(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return PageEndpoints.Map(endpoints);
    }
}
