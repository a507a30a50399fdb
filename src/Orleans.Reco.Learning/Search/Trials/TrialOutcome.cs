namespace Orleans.Reco.Learning;

/// <summary>A line of the journal: a trial at one budget.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Parameters">Its values by name.</param>
/// <param name="Budget">The budget.</param>
/// <param name="Metric">What was measured; null where it failed.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
internal sealed record TrialOutcome(int Trial, IReadOnlyDictionary<string, double> Parameters, int Budget, double? Metric, string? Error);
