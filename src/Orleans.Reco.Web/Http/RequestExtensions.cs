using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web;

/// <summary>What endpoints read from a request besides query and body.</summary>
internal static class RequestExtensions
{
    /// <summary>The header that names the tenant.</summary>
    public const string TenantHeader = "X-Reco-Tenant";

    /// <summary>The client for the tenant that the request names.</summary>
    /// <exception cref="RequestProblemException">The name is not allowed.</exception>
    public static IRecoClient Reco(this HttpContext http)
    {
        var client = http.RequestServices.GetRequiredService<IRecoClient>();
        if (!http.Request.Headers.TryGetValue(TenantHeader, out var tenant))
        {
            return client;
        }

        return RecoKey.TenantError(tenant) is { } error
            ? throw RequestProblemException.Invalid(TenantHeader, error)
            : client.ForTenant(tenant.ToString());
    }

    /// <summary>A segment of the path after <c>/v1</c>, decoded once.</summary>
    /// <remarks>Routing leaves an escaped slash escaped, so that <c>a%2Fb</c> and <c>a%252Fb</c> could not be told apart.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="position">The segment, 0 for the one that follows <c>/v1</c>.</param>
    public static string Segment(this HttpContext http, int position)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var absolute) && !target.StartsWith('/'))
        {
            target = absolute.PathAndQuery;
        }

        var before = http.Request.PathBase.Value?.Count(c => c == '/') ?? 0;
        var segments = target.Split('?', 2)[0].Split('/');
        return Uri.UnescapeDataString(segments[before + 2 + position]);
    }

    /// <summary>The segment as a user's or item's id.</summary>
    /// <exception cref="RequestProblemException">The id is not allowed.</exception>
    public static string IdSegment(this HttpContext http, int position, string field)
    {
        var id = http.Segment(position);
        return RecoKey.IdError(id) is { } error ? throw RequestProblemException.Invalid(field, error) : id;
    }
}
