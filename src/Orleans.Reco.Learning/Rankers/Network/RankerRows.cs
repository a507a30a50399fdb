using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Rows in the layout of a network, and batches of them.</summary>
internal sealed class RankerRows
{
    private readonly RankingDataset _dataset;
    private readonly RankerLayout _layout;
    private readonly int[] _columns;

    public RankerRows(RankingDataset dataset, RankerLayout layout)
    {
        (_dataset, _layout) = (dataset, layout);
        _columns = Array.ConvertAll(layout.Fields, f => dataset.Schema.IndexOf(f.Name));
    }

    public int Count => _dataset.Count;

    public ReadOnlySpan<float> Labels => _dataset.Labels;

    /// <summary>The inputs of some rows. Call it within a dispose scope.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="hidden">The share of the ids of open fields that become unknown.</param>
    /// <param name="random">Draws which; null = none are hidden.</param>
    public RankerInputs Batch(ReadOnlySpan<int> rows, double hidden = 0, Random? random = null)
    {
        var (fields, all) = (_columns.Length, _dataset.Schema.Fields.Count);
        var ids = new long[rows.Length * fields];
        for (var r = 0; r < rows.Length; r++)
        {
            for (var f = 0; f < fields; f++)
            {
                var id = _dataset.Ids[(rows[r] * all) + _columns[f]];
                var hides = hidden > 0 && random is not null && _layout.Fields[f].Open && random.NextDouble() < hidden;
                ids[(r * fields) + f] = _layout.Offsets[f] + (hides ? 0 : id);
            }
        }

        var (items, signals, mask) = Past(rows);
        return new RankerInputs(tensor(ids, [rows.Length, fields]), Numbers(rows), items, signals, mask);
    }

    /// <summary>The labels of some rows, smoothed.</summary>
    public Tensor BatchLabels(ReadOnlySpan<int> rows, double smoothing)
    {
        var labels = new float[rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            labels[r] = (float)((_dataset.Labels[rows[r]] * (1 - smoothing)) + (smoothing / 2));
        }

        return tensor(labels);
    }

    private Tensor? Numbers(ReadOnlySpan<int> rows)
    {
        var n = _layout.Scale.Length;
        if (n == 0)
        {
            return null;
        }

        var numbers = new float[rows.Length * n];
        for (var r = 0; r < rows.Length; r++)
        {
            for (var i = 0; i < n; i++)
            {
                numbers[(r * n) + i] = (_dataset.Numbers[(rows[r] * n) + i] * _layout.Scale[i]) + _layout.Shift[i];
            }
        }

        return tensor(numbers, [rows.Length, n]);
    }

    private (Tensor? Items, Tensor? Signals, Tensor? Mask) Past(ReadOnlySpan<int> rows)
    {
        var all = _layout.HistoryLength;
        if (all == 0)
        {
            return (null, null, null);
        }

        // Padding that no row of the batch needs is time for nothing.
        var length = 1;
        foreach (var row in rows)
        {
            var past = _dataset.HistorySignals.AsSpan(row * all, all);
            length = Math.Max(length, past.IndexOf(0) is >= 0 and var end ? end : all);
        }

        var items = new long[rows.Length * length];
        var signals = new long[items.Length];
        var mask = new float[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var at = (rows[i / length] * all) + (i % length);
            items[i] = _layout.Offsets[_layout.ItemField] + _dataset.HistoryItems[at];
            signals[i] = _dataset.HistorySignals[at];
            mask[i] = signals[i] > 0 ? 1 : 0;
        }

        return (tensor(items, [rows.Length, length]), tensor(signals, [rows.Length, length]), tensor(mask, [rows.Length, length, 1]));
    }
}
