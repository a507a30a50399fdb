namespace Orleans.Reco.Core;

/// <summary>One event of a session before it gets its id.</summary>
internal readonly record struct VisitStep(DateTimeOffset Time, int Product, InteractionType Type, double? Value);
