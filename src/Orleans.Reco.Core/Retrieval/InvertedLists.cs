namespace Orleans.Reco.Core;

/// <summary>Rows grouped by the list that they are in, and in that order a copy in 8 bits.</summary>
internal sealed class InvertedLists
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    /// <summary>Groups the rows.</summary>
    /// <param name="items">The vectors.</param>
    /// <param name="assigned">The list of each row.</param>
    /// <param name="quantizer">The lists.</param>
    public InvertedLists(ItemVectors items, ReadOnlySpan<int> assigned, CoarseQuantizer quantizer)
    {
        Quantizer = quantizer;
        _starts = new int[quantizer.Count + 1];
        foreach (var list in assigned)
        {
            _starts[list + 1]++;
        }

        for (var list = 0; list < quantizer.Count; list++)
        {
            _starts[list + 1] += _starts[list];
        }

        _rows = new int[assigned.Length];
        var next = _starts.AsSpan(0, quantizer.Count).ToArray();
        for (var row = 0; row < assigned.Length; row++)
        {
            _rows[next[assigned[row]]++] = row;
        }

        Sieve = new QuantizedRows(items.Values, _rows, items.Dimension);
    }

    /// <summary>The centroids.</summary>
    public CoarseQuantizer Quantizer { get; }

    /// <summary>The number of lists.</summary>
    public int Count => Quantizer.Count;

    /// <summary>Rows, list by list.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>The vectors of <see cref="Rows"/> in 8 bits a component.</summary>
    public QuantizedRows Sieve { get; }

    /// <summary>Where a list begins and where it ends in <see cref="Rows"/>.</summary>
    public (int From, int To) this[int list] => (_starts[list], _starts[list + 1]);
}
