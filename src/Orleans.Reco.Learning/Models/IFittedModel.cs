namespace Orleans.Reco.Learning;

/// <summary>A model that has learnt: it scores, and it can be handed over to serving.</summary>
public interface IFittedModel : IRecommenderModel, IDisposable
{
    /// <summary>What was chosen while it learnt, for the record: the best epoch, a tuned weight. Empty where there was no choice.</summary>
    IReadOnlyDictionary<string, double> Choices { get; }

    /// <summary>The arrays and graphs that serve it. ONNX Runtime gives the scores of <see cref="IRecommenderModel.Score"/>, up to rounding.</summary>
    ModelExport Export();
}
