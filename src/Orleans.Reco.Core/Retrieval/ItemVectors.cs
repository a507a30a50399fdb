using System.Runtime.Intrinsics.X86;

namespace Orleans.Reco.Core;

/// <summary>A model's item vectors, packed row by row: shape <c>[count, dimension]</c>. Never changed.</summary>
public sealed class ItemVectors : IItemIndex
{
    /// <summary>From so many rows on a copy in 8 bits pays.</summary>
    private const int SieveRows = 4096;

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
        Sieve = rows.Count >= SieveRows && Avx2.IsSupported ? new QuantizedRows(Values, rows.Count, dimension) : null;
    }

    private ItemVectors(float[] values, int dimension, OrdinalRows rows, QuantizedRows? sieve) =>
        (_values, Dimension, Rows, Sieve) = (values, dimension, rows, sieve);

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

    /// <summary>The vectors in 8 bits a component; null where there are few or the machine has no fast instruction for it.</summary>
    internal QuantizedRows? Sieve { get; }

    /// <summary>Few vectors, row i of the item i, that are searched by few queries at a time: with a copy in 8 bits in any case.</summary>
    internal static ItemVectors WithSieve(float[] values, int dimension)
    {
        var rows = new OrdinalRows([.. Enumerable.Range(0, values.Length / dimension)]);
        return new ItemVectors(values, dimension, rows, Avx2.IsSupported ? new QuantizedRows(values, rows.Count, dimension) : null);
    }

    /// <inheritdoc/>
    /// <remarks>Looks at all of them, see <see cref="ExactIndex"/>.</remarks>
    public void Search(ReadOnlySpan<float> queries, int batch, ReadOnlySpan<CandidateFilter> filters, ReadOnlySpan<TopK> results) =>
        ExactIndex.Search(queries, batch, this, filters, results);

    /// <summary>The same vectors, not copied, for rows that belong to other items.</summary>
    /// <exception cref="ArgumentException">There are more or fewer rows.</exception>
    public ItemVectors WithRows(OrdinalRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == Count
            ? new ItemVectors(_values, Dimension, rows, Sieve)
            : throw new ArgumentException($"{Count} vectors need as many rows, not {rows.Count}.", nameof(rows));
    }

    /// <summary>More vectors, of which the first are these.</summary>
    /// <param name="values">Vectors, shape <c>[rows.Count, Dimension]</c>; at least that long. Taken over.</param>
    /// <param name="rows">Which item each row belongs to.</param>
    /// <exception cref="ArgumentException">There are fewer rows, or fewer values than the shape says.</exception>
    public ItemVectors Extend(float[] values, OrdinalRows rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count < Count ? throw new ArgumentException($"There are {Count} vectors already, not {rows.Count}.", nameof(rows))
            : Sieve is null || values.Length < (long)rows.Count * Dimension ? new ItemVectors(values, Dimension, rows)
            : new ItemVectors(values, Dimension, rows, Sieve.Extend(values, rows.Count));
    }

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
