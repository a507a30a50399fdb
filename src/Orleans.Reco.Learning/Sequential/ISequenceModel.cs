namespace Orleans.Reco.Learning;

/// <summary>A model that was trained in epochs.</summary>
public interface ISequenceModel : IFittedModel
{
    /// <summary>Its learning curve.</summary>
    IReadOnlyList<SequenceEpoch> Curve { get; }
}
