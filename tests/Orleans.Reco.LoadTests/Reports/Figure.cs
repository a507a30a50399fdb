namespace Orleans.Reco.LoadTests;

/// <summary>One line of the target table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">The target, in words; null where it is for information.</param>
/// <param name="Met">True where the target is met.</param>
/// <param name="Detail">How the figure came about.</param>
internal sealed record Figure(string What, double Value, string Unit, string? Target = null, bool? Met = null, string Detail = "");
