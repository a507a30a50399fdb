namespace Orleans.Reco.Core;

/// <summary>
/// The rows of 1,024 ordinals in a row. Times of sale stand beside the rows, so that a scan that asks for availability reads
/// 8 bytes of a small array instead of following two references.
/// </summary>
internal sealed class CatalogChunk
{
    public const int Size = 1024;
    public static readonly CatalogChunk Empty = new();

    private readonly CatalogRow?[] _rows;
    private readonly (uint From, uint Until)[] _onSale;

    private CatalogChunk()
    {
        _rows = new CatalogRow?[Size];
        _onSale = new (uint, uint)[Size];
    }

    private CatalogChunk(CatalogChunk other)
    {
        _rows = (CatalogRow?[])other._rows.Clone();
        _onSale = ((uint, uint)[])other._onSale.Clone();
    }

    public CatalogRow? this[int offset] => _rows[offset];

    public bool IsAvailable(int offset, uint now)
    {
        var (from, until) = _onSale[offset];
        return from <= now && now < until;
    }

    public CatalogChunk Copy() => new(this);

    /// <summary>Only for a copy that nobody else has seen.</summary>
    public void Set(int offset, CatalogRow row)
    {
        _rows[offset] = row;
        _onSale[offset] = row.InStock && !row.Hidden ? (row.PublishedSeconds, row.ExpiresSeconds) : default;
    }
}
