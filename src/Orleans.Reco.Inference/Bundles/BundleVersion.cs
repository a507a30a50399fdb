using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Reco.Inference;

/// <summary>Names of bundles: <c>yyyyMMddTHHmmssZ-xxxxxxxx</c>, so that names sort by time.</summary>
public static partial class BundleVersion
{
    /// <summary>Makes a name.</summary>
    /// <param name="createdAt">When the bundle is made.</param>
    /// <param name="salt">What tells it from another of the same second, for example the refresh id or the data's fingerprint.</param>
    public static string Create(DateTimeOffset createdAt, string salt)
    {
        ArgumentNullException.ThrowIfNull(salt);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(salt));
        var time = createdAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return $"{time}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
    }

    /// <summary>True for a name of the right form.</summary>
    public static bool IsValid(string? version) => version is not null && Form().IsMatch(version);

    [GeneratedRegex(@"^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
