using System.Globalization;

namespace Orleans.Reco.Grains;

/// <summary>
/// An ETag in as few bytes as it takes. That of the embedded store is sixteen hexadecimal digits: a number, and no string that each write leaves
/// in each user's memory.
/// </summary>
internal readonly struct CompactETag
{
    private const int Digits = 16;

    private readonly string? _text;
    private readonly ulong _number;

    /// <summary>Takes an ETag of any store; null for none.</summary>
    public CompactETag(string? etag)
    {
        if (etag is not { Length: Digits } || etag.AsSpan().ContainsAnyExcept("0123456789abcdef")
            || !ulong.TryParse(etag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _number) || _number == 0)
        {
            _text = etag;
        }
    }

    /// <summary>The ETag as the store gave it.</summary>
    public override string? ToString() => _number != 0 ? _number.ToString("x16", CultureInfo.InvariantCulture) : _text;
}
