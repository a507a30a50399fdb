using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orleans.Reco.Web;

/// <summary>Reads query parameters and collects everything that is wrong with them.</summary>
internal sealed class QueryReader(HttpContext http)
{
    private readonly IQueryCollection _query = http.Request.Query;
    private readonly List<FieldError> _errors = [];

    /// <summary>A whole number within a range.</summary>
    public long Whole(string name, long otherwise, long min, long max)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        _errors.Add(new FieldError(name, max == long.MaxValue
            ? $"must be a whole number, at least {min}"
            : $"must be a whole number, {min} to {max}"));
        return otherwise;
    }

    /// <summary>How many items are wanted.</summary>
    public int Count(int otherwise = 20, int max = RecommendRequest.MaxCount) => (int)Whole("count", otherwise, 1, max);

    /// <summary>Yes or no; the bare name means yes.</summary>
    public bool Flag(string name)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null or "false" or "0":
                return false;
            case "" or "true" or "1":
                return true;
            default:
                _errors.Add(new FieldError(name, "must be true or false"));
                return false;
        }
    }

    /// <summary>A short text; null where missing.</summary>
    public string? Text(string name, int maxLength = 256)
    {
        if (!_query.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values.Count == 1 && values[0]!.Length <= maxLength)
        {
            return values[0];
        }

        _errors.Add(new FieldError(name, $"must be given once, with at most {maxLength} characters"));
        return null;
    }

    /// <summary>All values of a parameter that may be repeated.</summary>
    public string[] Many(string name, int max)
    {
        var values = _query[name];
        if (values.Count <= max)
        {
            return values.ToArray()!;
        }

        _errors.Add(new FieldError(name, $"may be given at most {max} times"));
        return [];
    }

    /// <summary>Ends the reading.</summary>
    /// <exception cref="RequestProblemException">Something was wrong.</exception>
    public void Done()
    {
        if (_errors.Count > 0)
        {
            throw RequestProblemException.Invalid(_errors);
        }
    }
}
