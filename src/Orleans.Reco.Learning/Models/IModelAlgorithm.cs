namespace Orleans.Reco.Learning;

/// <summary>A way to learn a recommender from interactions. All models stand behind this interface; <see cref="ModelAlgorithms"/> lists them.</summary>
public interface IModelAlgorithm
{
    /// <summary>The name by which it is asked for, for example <c>sasrec</c>.</summary>
    string Name { get; }

    /// <summary>The idea and the paper, in one line.</summary>
    string Summary { get; }

    /// <summary>Its hyper-parameters with their defaults.</summary>
    IReadOnlyList<HyperParameter> Parameters { get; }

    /// <summary>Learns.</summary>
    /// <exception cref="DatasetException">The data or a hyper-parameter is not usable; the message says what is allowed.</exception>
    /// <exception cref="OperationCanceledException">The context's token was cancelled.</exception>
    IFittedModel Fit(FitContext context);
}
