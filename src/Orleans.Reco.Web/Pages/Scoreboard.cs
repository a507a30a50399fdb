namespace Orleans.Reco.Web;

/// <summary>The metrics of a refresh as a table: one row a model, popularity last.</summary>
/// <param name="Measures">The columns.</param>
/// <param name="Rows">For each model its values, null where it has none.</param>
internal sealed record Scoreboard(IReadOnlyList<string> Measures, IReadOnlyList<(string Model, double?[] Values)> Rows)
{
    private const string Baseline = "popularity";

    // What fits a card; the report of a refresh has the others.
    private static readonly string[] Shown = ["hr@10", "ndcg@10", "recall@20"];

    /// <summary>Reads metrics that are named <c>model.measure</c>.</summary>
    public static Scoreboard Of(IReadOnlyDictionary<string, double> metrics)
    {
        var cells = metrics
            .Where(metric => metric.Key.Contains('.', StringComparison.Ordinal))
            .Select(metric => (Name: metric.Key.Split('.', 2), metric.Value))
            .ToArray();
        var measures = Array.FindAll(Shown, measure => cells.Any(cell => cell.Name[1] == measure));
        var rows = cells
            .Where(cell => measures.Contains(cell.Name[1]))
            .GroupBy(cell => cell.Name[0])
            .OrderBy(model => model.Key == Baseline)
            .Select(model => (model.Key, Array.ConvertAll(measures, measure =>
                model.Where(cell => cell.Name[1] == measure).Select(cell => (double?)cell.Value).FirstOrDefault())));
        return new Scoreboard(measures, [.. rows]);
    }

    /// <summary>How much better than popularity the best model is by a measure; null where that is not known.</summary>
    public double? Lift(string measure)
    {
        var column = Measures.ToList().IndexOf(measure);
        var baseline = column < 0 ? null : Rows.FirstOrDefault(row => row.Model == Baseline).Values?[column];
        var best = column < 0 ? null : Rows.Where(row => row.Model != Baseline).Max(row => row.Values[column]);
        return baseline > 0 ? best / baseline : null;
    }
}
