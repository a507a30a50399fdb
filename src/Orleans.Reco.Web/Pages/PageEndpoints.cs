using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Reco.Client;

namespace Orleans.Reco.Web;

/// <summary>The first page, its status panel and its assets.</summary>
internal static class PageEndpoints
{
    // Nothing on the page comes from elsewhere, and no script or style stands in it: a title with markup in it stays text.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'self'; base-uri 'none'";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("");
        pages.ExcludeFromDescription();
        pages.MapGet("/", HomeAsync);
        pages.MapGet("/models", ModelsAsync);
        pages.MapGet($"{PageAssets.Prefix}status", StatusAsync);
        pages.MapGet($"{PageAssets.Prefix}models", ModelsPanelAsync);
        pages.MapGet($"{PageAssets.Prefix}{{hash}}/{{name}}", PageAssets.Get);
        return pages;
    }

    private static async Task<IResult> HomeAsync(
        HttpContext http, IRecoClient client, IOptions<RecoWebOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var shop = Shop(http, client);
        var status = await ReadStatusAsync(shop, time, cancellationToken).ConfigureAwait(false);
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return Page<HomePage>(http, new HomeModel(http.Request.PathBase, shop.Tenant, options.Value.DemoShoppers, status));
    }

    private static async Task<IResult> StatusAsync(
        HttpContext http, IRecoClient client, TimeProvider time, CancellationToken cancellationToken) =>
        Page<StatusPanel>(http, await ReadStatusAsync(Shop(http, client), time, cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> ModelsAsync(
        HttpContext http, IRecoClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return Page<ModelsPage>(http, await ReadModelsAsync(http, Shop(http, client), time, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> ModelsPanelAsync(
        HttpContext http, IRecoClient client, TimeProvider time, CancellationToken cancellationToken) =>
        Page<ModelsPanel>(http, await ReadModelsAsync(http, Shop(http, client), time, cancellationToken).ConfigureAwait(false));

    private static async Task<ModelsModel> ReadModelsAsync(
        HttpContext http, IRecoClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var status = OrNullAsync(client.GetModelStatusAsync(either.Token), patience.Token);
        var bundles = OrNullAsync(client.ListModelsAsync(either.Token), patience.Token);
        return new ModelsModel(
            http.Request.PathBase, client.Tenant, await status.ConfigureAwait(false), await bundles.ConfigureAwait(false));
    }

    private static RazorComponentResult<T> Page<T>(HttpContext http, object model)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<T>(new { Model = model });
    }

    private static IRecoClient Shop(HttpContext http, IRecoClient client)
    {
        var tenant = http.Request.Query["tenant"].ToString();
        return RecoKey.TenantError(tenant) is null ? client.ForTenant(tenant) : client;
    }

    /// <summary>The page comes even where the cluster does not answer, and says so.</summary>
    private static async Task<StatusModel> ReadStatusAsync(IRecoClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var cluster = OrNullAsync(client.GetClusterAsync(either.Token), patience.Token);
        var model = OrNullAsync(client.GetModelStatusAsync(either.Token), patience.Token);
        return new StatusModel(await cluster.ConfigureAwait(false), await model.ConfigureAwait(false));
    }

    private static async Task<T?> OrNullAsync<T>(Task<T> asked, CancellationToken patience)
        where T : class
    {
        try
        {
            return await asked.ConfigureAwait(false);
        }
        catch (RecoUnavailableException)
        {
            return null;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }
}
