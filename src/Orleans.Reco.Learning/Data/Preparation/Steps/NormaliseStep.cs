namespace Orleans.Reco.Learning;

/// <summary>Puts the values of each type on a common scale. Interactions without a value keep none.</summary>
public sealed record NormaliseStep : PreparationStep
{
    internal const string StepName = "normalise";

    private static readonly Dictionary<string, (string Sql, string Detail)> Methods = new(StringComparer.Ordinal)
    {
        ["min-max"] = (
            "CASE WHEN max(value) OVER t > min(value) OVER t THEN (value - min(value) OVER t) / (max(value) OVER t - min(value) OVER t) "
            + "WHEN value IS NOT NULL THEN 0 END", "(value - least) / (most - least) of the type"),
        ["z-score"] = (
            "CASE WHEN stddev_pop(value) OVER t > 0 THEN (value - avg(value) OVER t) / stddev_pop(value) OVER t WHEN value IS NOT NULL THEN 0 END",
            "(value - mean) / standard deviation of the type"),
        ["log"] = ("sign(value) * ln(1 + abs(value))", "sign(value) · ln(1 + |value|)"),
        ["user-mean"] = ("value - avg(value) OVER u", "value - the user's mean of the type"),
    };

    /// <summary><c>min-max</c>, <c>z-score</c>, <c>log</c> or <c>user-mean</c>. Default: min-max.</summary>
    public string Method { get; init; } = "min-max";

    /// <summary>Only this type. Null = all, each by itself.</summary>
    public string? Type { get; init; }

    /// <inheritdoc/>
    public override string Name => StepName;

    internal override void Validate()
    {
        if (!Methods.ContainsKey(Method))
        {
            throw new DatasetException("steps", $"normalise method is '{Method}'; allowed are {string.Join(", ", Methods.Keys)}.");
        }
    }

    internal override string Run(PreparationContext context)
    {
        var (sql, detail) = Methods[Method];
        var value = Type is null ? sql : $"CASE WHEN type = {DuckDb.Text(Type)} THEN {sql} ELSE value END";
        context.Replace(
            $"SELECT * REPLACE ({value} AS value) FROM events WINDOW t AS (PARTITION BY type), u AS (PARTITION BY \"user\", type)");
        return detail;
    }
}
