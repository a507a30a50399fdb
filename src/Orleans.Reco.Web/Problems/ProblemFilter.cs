using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Web;

/// <summary>Turns what an endpoint throws into a problem document.</summary>
internal sealed partial class ProblemFilter(IOptions<RecoWebOptions> options, ILogger<ProblemFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (RequestProblemException problem)
        {
            return Problem.Of(problem.Status, problem.Message, problem.Errors);
        }
        catch (RecoValidationException invalid) when (invalid.Field == "minSequence")
        {
            // The request is well-formed; it is the user's state that has not got there.
            return Problem.Of(409, "The user has fewer events than minSequence asks for.", new FieldError(invalid.Field, invalid.Reason));
        }
        catch (RecoValidationException invalid)
        {
            return Problem.Of(
                400, "The request has fields that are not allowed; see errors.", new FieldError(invalid.Field, invalid.Reason));
        }
        catch (RecoUnavailableException unavailable)
        {
            http.Response.Headers.RetryAfter =
                ((int)Math.Ceiling(options.Value.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return Problem.Of(503, unavailable.Message);
        }
        catch (BadHttpRequestException bad)
        {
            return Problem.Of(bad.StatusCode, bad.Message, new FieldError("body", "could not be read"));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception failure)
        {
            LogFailure(failure, http.Request.Method, context.HttpContext.GetEndpoint()?.DisplayName);
            return Problem.Of(500, "Something went wrong here; it is logged.");
        }
    }
}
