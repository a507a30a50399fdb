namespace Orleans.Reco.Learning;

/// <summary>
/// How rows become a network's inputs: which fields, where each one's ids start in the joint table, how numbers are scaled.
/// </summary>
internal sealed record RankerLayout
{
    /// <summary>The fields.</summary>
    public required RankingField[] Fields { get; init; }

    /// <summary>The first row of each field in the joint table.</summary>
    public required int[] Offsets { get; init; }

    /// <summary>Rows of the joint table.</summary>
    public required int Ids { get; init; }

    /// <summary>Numbers become <c>x · scale + shift</c>: mean 0 and deviation 1 in training. Empty = numbers are not taken.</summary>
    public required float[] Scale { get; init; }

    public required float[] Shift { get; init; }

    /// <summary>The position of the item's field.</summary>
    public required int ItemField { get; init; }

    /// <summary>Kinds of past events, padding included.</summary>
    public required int Signals { get; init; }

    /// <summary>Past events of a row; 0 where the network takes none.</summary>
    public required int HistoryLength { get; init; }

    public static RankerLayout Create(RankingDataset train, RankerArchitecture architecture)
    {
        var schema = train.Schema;
        RankingField[] fields =
            architecture.Fields is { } names ? [.. names.Select(n => schema.Fields[schema.IndexOf(n)])] : [.. schema.Fields];
        var offsets = new int[fields.Length];
        var ids = 0;
        for (var f = 0; f < fields.Length; f++)
        {
            offsets[f] = ids;
            ids += fields[f].Size;
        }

        var numbers = architecture.Fields is null ? schema.Numbers.Count : 0;
        var (scale, shift) = (new float[numbers], new float[numbers]);
        for (var n = 0; n < numbers; n++)
        {
            (scale[n], shift[n]) = Standardise(train.Numbers, n, numbers);
        }

        return new RankerLayout
        {
            Fields = fields,
            Offsets = offsets,
            Ids = ids,
            Scale = scale,
            Shift = shift,
            ItemField = Array.FindIndex(fields, f => f.Name == RankingSchema.Item),
            Signals = schema.Signals,
            HistoryLength = architecture.AttentionUnits > 0 ? schema.HistoryLength : 0,
        };
    }

    // A number that never varies says nothing and becomes 0.
    private static (float Scale, float Shift) Standardise(float[] numbers, int column, int columns)
    {
        var count = numbers.Length / columns;
        double sum = 0, squares = 0;
        for (var i = column; i < numbers.Length; i += columns)
        {
            sum += numbers[i];
            squares += (double)numbers[i] * numbers[i];
        }

        var mean = sum / count;
        var variance = (squares / count) - (mean * mean);
        var scale = variance < 1e-12 ? 0 : 1 / Math.Sqrt(variance);
        return ((float)scale, (float)(-mean * scale));
    }
}
