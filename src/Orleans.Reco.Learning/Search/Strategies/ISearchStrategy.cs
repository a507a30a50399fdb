namespace Orleans.Reco.Learning;

/// <summary>Chooses places in the unit cube. A function of what it is given: the same trials and number give the same place.</summary>
internal interface ISearchStrategy
{
    /// <summary>How many different places there are; null = any number.</summary>
    int? Most { get; }

    /// <summary>The place of a trial, shape <c>[dimensions]</c>.</summary>
    /// <param name="number">The trial's number, from 1.</param>
    /// <param name="finished">The trials before it that have results.</param>
    /// <param name="pending">The places that were chosen and have no result yet.</param>
    double[] Choose(int number, IReadOnlyList<SearchTrial> finished, IReadOnlyList<double[]> pending);
}
