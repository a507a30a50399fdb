namespace Orleans.Reco.Storage.Tests;

/// <summary>
/// What a record may be, given what callers were told: exactly one version after an answer, more than one after a failure that may
/// or may not have changed it.
/// </summary>
internal sealed class PossibleVersions
{
    private List<Version> _versions = [new(null, null)];

    /// <summary>A number, or null for no state; and its ETag, or <see cref="Unseen"/> where nobody was told.</summary>
    private readonly record struct Version(string? ETag, int? Number);

    private const string Unseen = "unseen";

    /// <summary>Whether a change by the holder of this ETag may have been let through.</summary>
    public bool MayHave(string? etag) => _versions.Exists(version => version.ETag == etag);

    /// <summary>Whether such a change cannot have been refused.</summary>
    public bool MustHave(string? etag) => _versions is [var only] && only.ETag == etag;

    /// <summary>A read or a change was answered.</summary>
    public void Become(string? etag, int? number) => _versions = [new(etag, number)];

    /// <summary>Whether a read may have found this.</summary>
    public bool MayRead(string? etag, int? number) =>
        _versions.Exists(version => version.Number == number && (version.ETag == etag || version.ETag == Unseen));

    /// <summary>A change by the holder of this ETag failed: it was done, or it was not.</summary>
    public void MayBecome(string? etag, int? number, bool leavesNothing)
    {
        if (MayHave(etag))
        {
            _versions.Add(new(leavesNothing ? null : Unseen, number));
        }
    }

    /// <summary>The store itself refused the holder of this ETag: the record is not at it.</summary>
    public void IsNot(string? etag) => _versions.RemoveAll(version => version.ETag == etag);
}
