namespace Orleans.Reco.Learning;

/// <summary>Every algorithm by its name.</summary>
public static class ModelAlgorithms
{
    /// <summary>All of them, simplest first.</summary>
    public static IReadOnlyList<IModelAlgorithm> All { get; } =
    [
        new PopularityAlgorithm(),
        new ItemKnnAlgorithm(),
        new EaseAlgorithm(),
        new ImplicitAlsAlgorithm(),
        new SpectralAlgorithm(),
        new BprAlgorithm(),
        new LightGcnAlgorithm(),
        .. SequenceAlgorithms.All,
    ];

    /// <summary>The algorithm of a name.</summary>
    /// <exception cref="DatasetException">There is none; the message lists those that there are.</exception>
    public static IModelAlgorithm Get(string name) =>
        All.FirstOrDefault(a => a.Name == name)
        ?? throw new DatasetException("model", $"'{name}' is not known; allowed are {string.Join(", ", All.Select(a => a.Name))}.");
}
