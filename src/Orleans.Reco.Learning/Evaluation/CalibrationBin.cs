namespace Orleans.Reco.Learning;

/// <summary>Cases of similar predicted probability, a row of a bundle's <c>calibration.json</c>.</summary>
/// <param name="Predicted">Their mean prediction, [0,1].</param>
/// <param name="Observed">The share of them that was positive, [0,1].</param>
/// <param name="Count">How many they are.</param>
public sealed record CalibrationBin(double Predicted, double Observed, long Count)
{
    /// <summary>The file of a bundle folder that holds an array of them.</summary>
    public const string FileName = "calibration.json";
}
