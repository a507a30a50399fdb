namespace Orleans.Reco.Learning;

/// <summary>
/// A way to learn the probability that a user likes an item at a moment. All rankers stand behind this interface;
/// <see cref="RankerAlgorithms"/> lists them.
/// </summary>
public interface IRankerAlgorithm
{
    /// <summary>The name by which it is asked for, for example <c>dcn-v2</c>.</summary>
    string Name { get; }

    /// <summary>The idea and the paper, in one line.</summary>
    string Summary { get; }

    /// <summary>Its hyper-parameters with their defaults.</summary>
    IReadOnlyList<HyperParameter> Parameters { get; }

    /// <summary>Learns.</summary>
    /// <exception cref="DatasetException">The data or a hyper-parameter is not usable; the message says what is allowed.</exception>
    /// <exception cref="OperationCanceledException">The context's token was cancelled.</exception>
    IFittedRanker Fit(RankerFitContext context);
}
