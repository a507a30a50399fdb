namespace Orleans.Reco.Learning;

/// <summary>One combination of hyper-parameters and what came of it.</summary>
public sealed record SearchTrial
{
    /// <summary>From 1, in the order in which they were chosen.</summary>
    public required int Number { get; init; }

    /// <summary>Values by name.</summary>
    public required IReadOnlyDictionary<string, double> Parameters { get; init; }

    /// <summary>The metric at each budget that it got to, smallest first; not a number where it failed.</summary>
    public IReadOnlyList<(int Budget, double Metric)> Results { get; init; } = [];

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The metric at the largest budget; minus infinity where there is none.</summary>
    public double Metric => Results.Count > 0 && !double.IsNaN(Results[^1].Metric) ? Results[^1].Metric : double.NegativeInfinity;

    /// <summary>The largest budget that it got to.</summary>
    public int Budget => Results.Count > 0 ? Results[^1].Budget : 0;
}
