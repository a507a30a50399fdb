using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Orleans.Reco.Web;

/// <summary>
/// Gives a problem document to the errors under <c>/v1</c> that no endpoint has written: unknown routes, wrong methods.
/// </summary>
internal sealed class ProblemStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(WriteMissingProblem);
        next(app);
    };

    private static async Task WriteMissingProblem(HttpContext http, RequestDelegate next)
    {
        await next(http).ConfigureAwait(false);
        var response = http.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null || response.ContentLength > 0
            || !http.Request.Path.StartsWithSegments(ApiDocument.Prefix, StringComparison.Ordinal))
        {
            return;
        }

        var detail = response.StatusCode switch
        {
            404 => "There is no such address; the API reference is at /reference.",
            405 => $"{http.Request.Method} is not allowed here; allowed: {response.Headers.Allow}.",
            415 => "The body must be JSON.",
            _ => "The request cannot be served.",
        };
        FieldError[] errors = response.StatusCode == 415 ? [JsonBody.NotJson] : [];
        await Problem.Of(response.StatusCode, detail, errors).ExecuteAsync(http).ConfigureAwait(false);
    }
}
