namespace Orleans.Reco.Core;

/// <summary>Which row of a model's tables belongs to which item, both ways.</summary>
public sealed class OrdinalRows
{
    private readonly int[] _ordinals;
    private readonly int[] _rows;

    /// <summary>Rows in order, each with its item's ordinal.</summary>
    /// <param name="ordinals">
    /// The ordinal of each row, or <see cref="HistoryEvent.NoItem"/> for a row whose item the catalog does not have. Taken over.
    /// </param>
    /// <exception cref="ArgumentException">Two rows have the same ordinal.</exception>
    public OrdinalRows(int[] ordinals)
    {
        ArgumentNullException.ThrowIfNull(ordinals);
        _ordinals = ordinals;
        var highest = HistoryEvent.NoItem;
        foreach (var ordinal in ordinals)
        {
            highest = Math.Max(highest, ordinal);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(highest, CatalogView.MaxLength - 1, nameof(ordinals));
        _rows = new int[highest + 1];
        Array.Fill(_rows, -1);
        for (var row = 0; row < ordinals.Length; row++)
        {
            if (ordinals[row] < 0)
            {
                continue;
            }

            if (_rows[ordinals[row]] >= 0)
            {
                throw new ArgumentException(
                    $"Rows {_rows[ordinals[row]]} and {row} have the same ordinal {ordinals[row]}.",
                    nameof(ordinals));
            }

            _rows[ordinals[row]] = row;
        }
    }

    /// <summary>Rows that belong to no item yet.</summary>
    public static OrdinalRows None(int count)
    {
        var ordinals = new int[count];
        Array.Fill(ordinals, HistoryEvent.NoItem);
        return new OrdinalRows(ordinals);
    }

    /// <summary>The number of rows.</summary>
    public int Count => _ordinals.Length;

    /// <summary>The ordinal of each row, or <see cref="HistoryEvent.NoItem"/>.</summary>
    public ReadOnlySpan<int> Ordinals => _ordinals;

    /// <summary>Finds the row of an item.</summary>
    public bool TryGetRow(int ordinal, out int row)
    {
        row = (uint)ordinal < (uint)_rows.Length ? _rows[ordinal] : -1;
        return row >= 0;
    }
}
