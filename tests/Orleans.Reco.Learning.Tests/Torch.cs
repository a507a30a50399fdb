namespace Orleans.Reco.Learning.Tests;

/// <summary>Tests that use libtorch's seed and threads, which belong to the process: one after the other.</summary>
[CollectionDefinition(nameof(Torch), DisableParallelization = true)]
public sealed class Torch;
