using Microsoft.AspNetCore.Http;

namespace Orleans.Reco.Web;

/// <summary>Who does something with a model, for the audit record.</summary>
internal static class Operator
{
    /// <summary>The header in which a caller that does not sign in may name itself.</summary>
    public const string Header = "X-Reco-Operator";

    private const int MaxLength = 100;

    /// <summary>The name that the host has verified or, marked as such, the one that the caller claims.</summary>
    /// <exception cref="RequestProblemException">The claimed name is not allowed.</exception>
    public static string Of(HttpContext http)
    {
        if (http.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name })
        {
            return name;
        }

        var claimed = http.Request.Headers[Header].ToString();
        return claimed.Length <= MaxLength && !claimed.Any(char.IsControl)
            ? claimed.Length == 0 ? "anonymous" : $"{claimed} (not verified)"
            : throw RequestProblemException.Invalid(Header, $"must have at most {MaxLength} characters and no control characters");
    }
}
