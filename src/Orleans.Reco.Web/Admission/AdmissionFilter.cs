using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Web;

/// <summary>
/// Takes in no more than can be served: a quota for each tenant, so that none takes the others' share, then a bounded queue for all, so
/// that memory and waiting times stay bounded.
/// </summary>
internal sealed class AdmissionFilter : IEndpointFilter, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly AdmissionOptions _options;
    private readonly TimeSpan _retryAfter;
    private readonly PartitionedRateLimiter<string> _tenants;
    private readonly ConcurrencyLimiter _all;
    private readonly AdmissionInstruments _instruments;

    public AdmissionFilter(IOptions<AdmissionOptions> options, IOptions<RecoWebOptions> web, AdmissionInstruments instruments)
    {
        (_options, _retryAfter, _instruments) = (options.Value, web.Value.RetryAfter, instruments);
        _tenants = PartitionedRateLimiter.Create<string, string>(Partition, StringComparer.Ordinal);
        _all = new ConcurrencyLimiter(new()
        {
            PermitLimit = _options.MaxRequests,
            QueueLimit = _options.MaxQueued,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var tenant = Tenant(http);
        using var quota = _tenants.AttemptAcquire(tenant);
        if (!quota.IsAcquired)
        {
            _instruments.Count(tenant, AdmissionInstruments.OverQuota);
            return Refuse(http, 429, "The tenant has used up its requests of this second.", Second);
        }

        using var turn = await _all.AcquireAsync(1, http.RequestAborted).ConfigureAwait(false);
        _instruments.Count(tenant, turn.IsAcquired ? AdmissionInstruments.Admitted : AdmissionInstruments.QueueFull);
        return turn.IsAcquired
            ? await next(context).ConfigureAwait(false)
            : Refuse(http, 503, "Too many requests wait already; send it again later.", _retryAfter);
    }

    public void Dispose()
    {
        _tenants.Dispose();
        _all.Dispose();
    }

    // Names that are not allowed are refused later; until then they share one quota and cannot fill the memory.
    private static string Tenant(HttpContext http) =>
        !http.Request.Headers.TryGetValue(RequestExtensions.TenantHeader, out var tenant) ? RecoKey.DefaultTenant
        : RecoKey.TenantError(tenant) is null ? tenant.ToString()
        : "";

    private static IResult Refuse(HttpContext http, int status, string detail, TimeSpan retryAfter)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem.Of(status, detail);
    }

    private RateLimitPartition<string> Partition(string tenant)
    {
        var quota = _options.TenantQuotas.TryGetValue(tenant, out var own) ? own : _options.TenantRequestsPerSecond;
        return quota == 0
            ? RateLimitPartition.GetNoLimiter(tenant)
            : RateLimitPartition.GetTokenBucketLimiter(tenant, _ => new()
            {
                TokenLimit = quota,
                TokensPerPeriod = quota,
                ReplenishmentPeriod = Second,
            });
    }
}
