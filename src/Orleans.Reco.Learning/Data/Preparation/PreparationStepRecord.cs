namespace Orleans.Reco.Learning;

/// <summary>What one step did.</summary>
/// <param name="Name">The step.</param>
/// <param name="Before">What it was given.</param>
/// <param name="After">What it left.</param>
/// <param name="Detail">What it did, in words.</param>
/// <param name="Files">Files that it wrote besides, relative to the dataset folder.</param>
public sealed record PreparationStepRecord(
    string Name, PreparationCounts Before, PreparationCounts After, string Detail, IReadOnlyList<string> Files);
