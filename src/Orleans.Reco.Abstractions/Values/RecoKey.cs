using System.Text;

namespace Orleans.Reco;

/// <summary>
/// A grain key: a tenant and an id within it, written <c>tenant/id</c>. The one place that joins, escapes and splits keys.
/// </summary>
/// <remarks>
/// In the id, <c>% / \ ? #</c> are percent-encoded, so that a key is a safe blob name and splits without doubt.
/// </remarks>
public readonly record struct RecoKey
{
    /// <summary>The tenant of requests that name none.</summary>
    public const string DefaultTenant = "default";

    /// <summary>Longest tenant name, in characters.</summary>
    public const int MaxTenantLength = 63;

    /// <summary>Longest id, in UTF-16 characters.</summary>
    public const int MaxIdLength = 256;

    private const string Escaped = "%/\\?#";

    private RecoKey(string tenant, string id) => (Tenant, Id) = (tenant, id);

    /// <summary>The tenant: <c>[a-z0-9-]</c>, 1 to 63 characters.</summary>
    public string Tenant { get; }

    /// <summary>The id as the caller wrote it, without escapes.</summary>
    public string Id { get; }

    /// <summary>Makes a key of two valid parts.</summary>
    /// <exception cref="RecoValidationException">A part is not allowed; the exception names it <c>tenant</c> or <paramref name="field"/>.</exception>
    public static RecoKey Create(string tenant, string id, string field = "id")
    {
        if (TenantError(tenant) is { } tenantError)
        {
            throw new RecoValidationException("tenant", tenantError);
        }

        if (IdError(id) is { } idError)
        {
            throw new RecoValidationException(field, idError);
        }

        return new RecoKey(tenant, id);
    }

    /// <summary>Splits what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not <c>tenant/id</c>.</exception>
    public static RecoKey Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new RecoKey(TenantOf(key.AsSpan(0, slash)), Uri.UnescapeDataString(key[(slash + 1)..]))
            : throw new FormatException($"'{key}' is not a key of the form tenant/id.");
    }

    // The usual name once, not forty bytes of it in each user's memory.
    private static string TenantOf(ReadOnlySpan<char> name) => name.SequenceEqual(DefaultTenant) ? DefaultTenant : name.ToString();

    /// <summary>What is wrong with a tenant name, or null.</summary>
    public static string? TenantError(string? tenant)
    {
        if (string.IsNullOrEmpty(tenant) || tenant.Length > MaxTenantLength)
        {
            return $"must have 1 to {MaxTenantLength} characters";
        }

        foreach (var c in tenant)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                return "may hold lower-case letters a-z, digits and '-' only";
            }
        }

        return null;
    }

    /// <summary>What is wrong with a user or item id, or null.</summary>
    public static string? IdError(string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxIdLength)
        {
            return $"must have 1 to {MaxIdLength} characters";
        }

        for (var i = 0; i < id.Length; i++)
        {
            if (char.IsControl(id[i]))
            {
                return "must not hold control characters";
            }

            if (char.IsSurrogate(id[i]))
            {
                if (!char.IsSurrogatePair(id, i))
                {
                    return "must be well-formed Unicode";
                }

                i++;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(Tenant, "/", Escape(Id));

    private static string Escape(string id)
    {
        if (id.AsSpan().IndexOfAny(Escaped) < 0)
        {
            return id;
        }

        var text = new StringBuilder(id.Length + 8);
        foreach (var c in id)
        {
            _ = Escaped.Contains(c, StringComparison.Ordinal) ? text.Append('%').Append(((int)c).ToString("X2")) : text.Append(c);
        }

        return text.ToString();
    }
}
