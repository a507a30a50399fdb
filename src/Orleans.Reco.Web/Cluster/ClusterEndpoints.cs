using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web;

/// <summary><c>/v1/cluster</c>.</summary>
internal static class ClusterEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cluster", StatusAsync)
            .WithName("cluster").WithTags("Cluster").WithSummary("The silos and the grains that are active on them")
            .Produces<ClusterStatus>().ProducesProblems(503);

    private static async Task<IResult> StatusAsync(HttpContext http, CancellationToken cancellationToken) =>
        Results.Ok(await http.Reco().GetClusterAsync(cancellationToken).ConfigureAwait(false));
}
