namespace Orleans.Reco.Core;

/// <summary>Rules that several validators share. Each gives what is allowed, or null where the value is.</summary>
internal static class FieldRules
{
    /// <summary>Length and no control characters; null is as good as empty.</summary>
    public static string? Text(string? value, int min, int max, bool lines = false)
    {
        var length = value?.Length ?? 0;
        if (length < min || length > max)
        {
            return min == 0 ? $"must have at most {max:N0} characters" : $"must have {min} to {max:N0} characters";
        }

        foreach (var c in value ?? "")
        {
            if (char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t'))
            {
                return "must not hold control characters";
            }
        }

        return null;
    }

    public static FieldError? ToError(this string? message, string field) => message is null ? null : new FieldError(field, message);

    public static FieldError? List(IReadOnlyList<string?>? values, string field, int maxCount, int maxLength)
    {
        if (values is null)
        {
            return new FieldError(field, "must be a list");
        }

        if (values.Count > maxCount)
        {
            return new FieldError(field, $"must have at most {maxCount} entries");
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (Text(values[i], 1, maxLength) is { } error)
            {
                return new FieldError($"{field}[{i}]", error);
            }
        }

        return null;
    }

    public static FieldError? Map(Dictionary<string, string>? values, string field, int maxCount, int maxKey, int maxValue)
    {
        if (values is null)
        {
            return null;
        }

        if (values.Count > maxCount)
        {
            return new FieldError(field, $"must have at most {maxCount} entries");
        }

        foreach (var (key, value) in values)
        {
            if (Text(key, 1, maxKey) is { } keyError)
            {
                return new FieldError(field, $"a name {keyError}");
            }

            if (Text(value, 0, maxValue) is { } valueError)
            {
                return new FieldError($"{field}.{key}", valueError);
            }
        }

        return null;
    }
}
