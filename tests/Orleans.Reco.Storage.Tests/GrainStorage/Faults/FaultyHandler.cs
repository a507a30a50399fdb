using System.Net;
using System.Text;

namespace Orleans.Reco.Storage.Tests;

/// <summary>A network and a server that misbehave now and then, the same way for the same seed.</summary>
internal sealed class FaultyHandler(int seed) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Random _random = new(seed);

    /// <summary>The chance that a request meets a fault, 0 to 1.</summary>
    public double Rate { get; set; }

    /// <summary>Faults so far.</summary>
    public int Faults { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_random.NextDouble() >= Rate)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        Faults++;
        switch (_random.Next(4))
        {
            case 0:
                return Answer(request, HttpStatusCode.InternalServerError, "InternalError");
            case 1 when request.Method != HttpMethod.Get:
                return Answer(request, HttpStatusCode.PreconditionFailed, "ConditionNotMet");
            case 2:
                throw new TaskCanceledException("Injected: the request timed out before it left.");
            default:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("Injected: the server did it and the reply was lost.");
        }
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpStatusCode status, string code) => new(status)
    {
        RequestMessage = request,
        Headers = { { "x-ms-error-code", code } },
        Content = new StringContent($"<Error><Code>{code}</Code></Error>", Encoding.UTF8, "application/xml"),
    };
}
