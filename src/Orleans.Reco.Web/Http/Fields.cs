using System.Reflection;
using System.Text.Json;

namespace Orleans.Reco.Web;

/// <summary>Reads an element of a body into a record and says which field does not fit.</summary>
internal static class Fields
{
    private const int MaxNameLength = 128;

    /// <summary>The record, or null and the field that does not fit.</summary>
    public static T? TryRead<T>(JsonElement element, out FieldError? error)
        where T : class
    {
        error = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            error = new FieldError("", "must be a JSON object");
            return null;
        }

        try
        {
            return element.Deserialize<T>(JsonBody.Options)!;
        }
        catch (JsonException wrong)
        {
            error = Describe(typeof(T), wrong.Path);
            return null;
        }
        catch (InvalidOperationException)
        {
            // Text that is not UTF-8, found outside of a value that has a path.
            error = new FieldError("", "must be well-formed Unicode");
            return null;
        }
    }

    /// <summary>A field of an object; none where a name of the object is not well-formed Unicode.</summary>
    public static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>Adds an error for each null within a list of texts.</summary>
    public static void NoNulls(List<FieldError> errors, string field, IReadOnlyList<string?>? values)
    {
        for (var i = 0; i < values?.Count; i++)
        {
            if (values[i] is null)
            {
                errors.Add(new FieldError($"{field}[{i}]", "must be a string"));
            }
        }
    }

    /// <summary>Adds an error for each null within a map of texts.</summary>
    public static void NoNulls(List<FieldError> errors, string field, IReadOnlyDictionary<string, string?>? values)
    {
        foreach (var (name, value) in values ?? new Dictionary<string, string?>())
        {
            if (value is null)
            {
                errors.Add(new FieldError(Short($"{field}.{name}"), "must be a string"));
            }
        }
    }

    /// <summary>A list that was found to have no nulls.</summary>
    public static string[] Texts(string?[]? values) => (string[]?)values! ?? [];

    /// <summary>A map that was found to have no nulls.</summary>
    public static Dictionary<string, string> Texts(Dictionary<string, string?>? values) =>
        (Dictionary<string, string>?)values! ?? [];

    private static FieldError Describe(Type record, string? path)
    {
        var field = path is null or "$" ? "" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path[1..];
        var name = field.Split('.', '[')[0];
        var property = record.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        return new FieldError(Short(field), Expected(property?.PropertyType, isElement: field.Length > name.Length));
    }

    private static string Expected(Type? type, bool isElement)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            null => "must be well-formed JSON with well-formed Unicode",
            _ when type == typeof(string) => "must be a string of well-formed Unicode",
            _ when type == typeof(bool) => "must be true or false",
            _ when type == typeof(double) || type == typeof(decimal) => "must be a number",
            _ when type == typeof(int) || type == typeof(long) => "must be a whole number",
            _ when type == typeof(DateTimeOffset) => "must be an ISO 8601 time, for example 2026-01-31T12:00:00Z",
            { IsArray: true } when type.GetElementType() == typeof(string) => isElement ? "must be a string" : "must be an array of strings",
            { IsArray: true } => isElement ? "must be as documented" : "must be an array of objects",
            _ => isElement ? "must be a string" : "must be an object of strings",
        };
    }

    private static string Short(string name) => name.Length <= MaxNameLength ? name : string.Concat(name.AsSpan(0, MaxNameLength), "…");
}
