namespace Orleans.Reco.Learning;

/// <summary>What a ranker of binary labels is measured by.</summary>
/// <param name="Auc">Area under the ROC curve, [0,1].</param>
/// <param name="LogLoss">Mean negative log-likelihood, in nats.</param>
/// <param name="CalibrationError">Expected calibration error over ten bins, [0,1].</param>
/// <param name="Threshold">From which probability on the answer is yes; chosen on validation by F1.</param>
/// <param name="Confusion">Counts at the threshold: accuracy, precision, recall, F1.</param>
/// <param name="Reliability">What was said and what was.</param>
public sealed record BinaryReport(
    double Auc,
    double LogLoss,
    double CalibrationError,
    float Threshold,
    ConfusionCounts Confusion,
    IReadOnlyList<ReliabilityBin> Reliability)
{
    /// <summary>Chooses the threshold on validation and measures on test.</summary>
    /// <param name="validation">Probabilities of the validation rows.</param>
    /// <param name="validationLabels">Their labels.</param>
    /// <param name="test">Probabilities of the test rows.</param>
    /// <param name="testLabels">Their labels.</param>
    public static BinaryReport Measure(
        ReadOnlySpan<float> validation, ReadOnlySpan<float> validationLabels, ReadOnlySpan<float> test, ReadOnlySpan<float> testLabels)
    {
        var threshold = BinaryMetrics.BestF1Threshold(validation, validationLabels);
        return new BinaryReport(
            BinaryMetrics.Auc(test, testLabels),
            BinaryMetrics.LogLoss(test, testLabels),
            BinaryMetrics.ExpectedCalibrationError(test, testLabels),
            threshold,
            BinaryMetrics.Confusion(test, testLabels, threshold),
            BinaryMetrics.Reliability(test, testLabels));
    }
}
