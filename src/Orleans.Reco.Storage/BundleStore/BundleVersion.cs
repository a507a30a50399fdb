namespace Orleans.Reco.Storage;

/// <summary>The rule for bundle versions, which name folders and blobs.</summary>
internal static class BundleVersion
{
    private const int MaxLength = 128;

    /// <summary>What is wrong with a version, or null. It cannot lead out of its tenant's folder.</summary>
    public static string? Error(string? version)
    {
        if (string.IsNullOrEmpty(version) || version.Length > MaxLength)
        {
            return $"must have 1 to {MaxLength} characters";
        }

        if (!char.IsAsciiLetterOrDigit(version[0]))
        {
            return "must begin with an ASCII letter or digit";
        }

        return version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? null
            : "may hold ASCII letters, digits, '.', '-' and '_' only";
    }
}
