namespace Orleans.Reco.Learning;

/// <summary>Labelled rows for rankers, in the order of time. A row knows only what came before its own second.</summary>
public sealed class RankingDataset
{
    /// <summary>What the columns mean.</summary>
    public required RankingSchema Schema { get; init; }

    /// <summary>1 = liked, 0 = not, shape <c>[rows]</c>.</summary>
    public required float[] Labels { get; init; }

    /// <summary>Ids of the fields, 0 = unknown, shape <c>[rows, fields]</c>.</summary>
    public required int[] Ids { get; init; }

    /// <summary>Numeric features, shape <c>[rows, numbers]</c>.</summary>
    public required float[] Numbers { get; init; }

    /// <summary>Items of the user's last events, the latest first, padded with 0, shape <c>[rows, history length]</c>.</summary>
    public required int[] HistoryItems { get; init; }

    /// <summary>Signals of those events, 0 = padding, same shape.</summary>
    public required int[] HistorySignals { get; init; }

    /// <summary>When the row was made, seconds since 1970-01-01 UTC, shape <c>[rows]</c>, ascending.</summary>
    public required long[] Times { get; init; }

    /// <summary>The number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>Rows <c>[from, to)</c>.</summary>
    public RankingDataset Slice(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Count);
        var (fields, numbers, history) = (Schema.Fields.Count, Schema.Numbers.Count, Schema.HistoryLength);
        return new RankingDataset
        {
            Schema = Schema,
            Labels = Labels[from..to],
            Ids = Ids[(from * fields)..(to * fields)],
            Numbers = Numbers[(from * numbers)..(to * numbers)],
            HistoryItems = HistoryItems[(from * history)..(to * history)],
            HistorySignals = HistorySignals[(from * history)..(to * history)],
            Times = Times[from..to],
        };
    }

    /// <summary>Some of the rows, in the order given.</summary>
    public RankingDataset Take(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new RankingDataset
        {
            Schema = Schema,
            Labels = Pick(Labels, 1),
            Ids = Pick(Ids, Schema.Fields.Count),
            Numbers = Pick(Numbers, Schema.Numbers.Count),
            HistoryItems = Pick(HistoryItems, Schema.HistoryLength),
            HistorySignals = Pick(HistorySignals, Schema.HistoryLength),
            Times = Pick(Times, 1),
        };

        T[] Pick<T>(T[] values, int width)
        {
            var picked = new T[rows.Count * width];
            for (var i = 0; i < rows.Count; i++)
            {
                values.AsSpan(rows[i] * width, width).CopyTo(picked.AsSpan(i * width));
            }

            return picked;
        }
    }

    /// <summary>
    /// The rows with some of the fields and none of the numbers and histories: what a model of few inputs is compared on.
    /// </summary>
    /// <exception cref="DatasetException">There is no such field.</exception>
    public RankingDataset Select(params IReadOnlyList<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var columns = fields.Select(Schema.IndexOf).ToArray();
        var ids = new int[Count * columns.Length];
        for (var row = 0; row < Count; row++)
        {
            for (var f = 0; f < columns.Length; f++)
            {
                ids[(row * columns.Length) + f] = Ids[(row * Schema.Fields.Count) + columns[f]];
            }
        }

        return new RankingDataset
        {
            Schema = new RankingSchema
            {
                Fields = [.. columns.Select(c => Schema.Fields[c])],
                Numbers = [],
                HistoryLength = 0,
                Signals = 1,
            },
            Labels = Labels,
            Ids = ids,
            Numbers = [],
            HistoryItems = [],
            HistorySignals = [],
            Times = Times,
        };
    }
}
