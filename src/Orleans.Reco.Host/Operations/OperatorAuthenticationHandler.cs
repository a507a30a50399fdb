using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Orleans.Reco.Host;

/// <summary>HTTP Basic authentication (RFC 7617) of the one user <c>operator</c>. Serve it over TLS.</summary>
internal sealed class OperatorAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes,
    IOptions<RecoHostOptions> host,
    ILoggerFactory loggers,
    UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, loggers, encoder)
{
    public const string SchemeName = "Operator";
    public const string Policy = "Operators";
    private const string User = "operator";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (host.Value.Operator.Password is not { } password
            || !AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password}"));
        if (!FixedTimeEquals(header.Parameter ?? "", expected))
        {
            return Task.FromResult(AuthenticateResult.Fail("Wrong user or password."));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, User)], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Basic realm=\"Orleans.Reco operators\"";
        return base.HandleChallengeAsync(properties);
    }

    private static bool FixedTimeEquals(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
