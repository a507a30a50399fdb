namespace Orleans.Reco.Learning;

/// <summary>How the next hyper-parameters are chosen.</summary>
public enum SearchStrategyKind
{
    /// <summary>All combinations of evenly spaced values.</summary>
    Grid = 0,

    /// <summary>Drawn uniformly (Bergstra and Bengio, JMLR 2012).</summary>
    Random = 1,

    /// <summary>Where a Gaussian process expects the largest improvement (Jones et al., 1998; Snoek et al., NIPS 2012).</summary>
    Bayes = 2,
}
