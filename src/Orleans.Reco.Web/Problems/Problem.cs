using Microsoft.AspNetCore.Http;

namespace Orleans.Reco.Web;

/// <summary>Problem documents, RFC 9457, with <c>errors</c>: field to messages.</summary>
internal static class Problem
{
    public static IResult Of(int status, string detail, params IEnumerable<FieldError> errors) => Of(status, detail, [], errors);

    public static IResult Of(
        int status, string detail, Dictionary<string, object?> extensions, params IEnumerable<FieldError> errors)
    {
        var byField = errors
            .GroupBy(error => error.Field, StringComparer.Ordinal)
            .ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToArray());
        if (byField.Count > 0)
        {
            extensions["errors"] = byField;
        }

        return Results.Problem(statusCode: status, detail: detail, extensions: extensions);
    }

    /// <summary>A 404 for something that is not known.</summary>
    public static IResult Unknown(string what) => Of(404, $"There is no such {what}.");
}
