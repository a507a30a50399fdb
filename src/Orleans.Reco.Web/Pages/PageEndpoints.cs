using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Reco.Web;

internal static class PageEndpoints
{
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints) => endpoints.MapGroup("");
}
