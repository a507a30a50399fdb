using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>Drops impossible values and times.</summary>
public sealed record RangeStep : PreparationStep
{
    internal const string StepName = "range";

    /// <summary>Lower values are dropped. Null = no limit.</summary>
    public double? MinValue { get; init; }

    /// <summary>Higher values are dropped. Null = no limit.</summary>
    public double? MaxValue { get; init; }

    /// <summary>Earlier interactions are dropped, UTC. Null = no limit.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Interactions at this time or later are dropped, UTC. Null = no limit.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only this type's values are looked at. Null = those of all types.</summary>
    public string? Type { get; init; }

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate()
    {
        if (MinValue > MaxValue || From >= To)
        {
            throw new DatasetException("steps", "range: minValue may not be above maxValue, nor from at or after to.");
        }
    }

    internal override string Run(PreparationContext context)
    {
        var values = new List<string>();
        var times = new List<string>();
        Add(values, MinValue, "value >= {0}");
        Add(values, MaxValue, "value <= {0}");
        Add(times, From?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), "ts >= '{0}'::TIMESTAMP");
        Add(times, To?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), "ts < '{0}'::TIMESTAMP");
        var inRange = values.Count == 0 ? "true" : $"(value IS NULL OR ({string.Join(" AND ", values)}))";
        var judged = Type is null ? inRange : $"(type <> {DuckDb.Text(Type)} OR {inRange})";
        context.Replace($"SELECT * FROM events WHERE {string.Join(" AND ", times.Prepend(judged))}");
        return string.Join(" and ", values.Concat(times).DefaultIfEmpty("no limit is given"));
    }

    private static void Add(List<string> conditions, object? limit, string condition)
    {
        if (limit is not null)
        {
            conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, limit));
        }
    }
}
