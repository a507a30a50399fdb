namespace Orleans.Reco.Learning;

/// <summary>How much there is.</summary>
/// <param name="Rows">Interactions.</param>
/// <param name="Users">Users with an interaction.</param>
/// <param name="Items">Items with an interaction.</param>
public sealed record PreparationCounts(long Rows, long Users, long Items);
