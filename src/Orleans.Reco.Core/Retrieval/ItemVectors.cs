namespace Orleans.Reco.Core;

/// <summary>A model's item vectors, packed row by row: shape <c>[count, dimension]</c>. Never changed.</summary>
public sealed class ItemVectors
{
    private readonly float[] _values;

    /// <summary>Takes the vectors over.</summary>
    /// <param name="values">Vectors, shape <c>[rows.Count, dimension]</c>; at least that long. Taken over.</param>
    /// <param name="dimension">Components of a vector.</param>
    /// <param name="rows">Which item each row belongs to.</param>
    /// <exception cref="ArgumentException">There are fewer values than the shape says.</exception>
    public ItemVectors(float[] values, int dimension, OrdinalRows rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.Length < (long)rows.Count * dimension)
        {
            throw new ArgumentException(
                $"{rows.Count} x {dimension} vectors need {(long)rows.Count * dimension} values, not {values.Length}.",
                nameof(values));
        }

        (_values, Dimension, Rows) = (values, dimension, rows);
    }

    /// <summary>Takes the vectors over; row i belongs to <c>ordinals[i]</c>.</summary>
    public ItemVectors(float[] values, int dimension, int[] ordinals)
        : this(values, dimension, new OrdinalRows(ordinals))
    {
    }

    /// <summary>Components of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Which item each row belongs to.</summary>
    public OrdinalRows Rows { get; }

    /// <summary>The number of vectors.</summary>
    public int Count => Rows.Count;

    /// <summary>All vectors, shape <c>[count, dimension]</c>.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count * Dimension);

    /// <summary>A vector by its row.</summary>
    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * Dimension, Dimension);

    /// <summary>Finds the row of an item.</summary>
    public bool TryGetRow(int ordinal, out int row) => Rows.TryGetRow(ordinal, out row);

    /// <summary>Finds the vector of an item; empty where there is none.</summary>
    public bool TryGetVector(int ordinal, out ReadOnlySpan<float> vector)
    {
        var found = Rows.TryGetRow(ordinal, out var row);
        vector = found ? Row(row) : default;
        return found;
    }
}
