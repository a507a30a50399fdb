namespace Orleans.Reco.Learning;

/// <summary>An epoch of training, a row of a bundle's <c>curve.json</c>.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean training loss; null where there is none.</param>
/// <param name="Ndcg10">NDCG@10 on the validation cases; null where it was not measured.</param>
public sealed record LearningCurvePoint(int Epoch, double? Loss, double? Ndcg10)
{
    /// <summary>The file of a bundle folder that holds an array of them.</summary>
    public const string FileName = "curve.json";
}
