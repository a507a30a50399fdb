using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Measures a bundle as it is served: through its ONNX graphs, on the holdout of a dataset.</summary>
public static class BundleEvaluator
{
    /// <summary>Evaluates the bundle's popularity, its model and what is served, with the protocol of training.</summary>
    /// <param name="datasetFolder">A dataset folder; for the training data the numbers are those of the manifest.</param>
    /// <param name="bundleFolder">The bundle.</param>
    /// <param name="split">The split; null = the bundle's own.</param>
    /// <param name="types">The installation's interaction types; null = the built-in ones.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidBundleException">The bundle cannot be served.</exception>
    /// <exception cref="DatasetException">The dataset has nothing to evaluate on.</exception>
    public static async Task<MetricsTable> EvaluateAsync(
        string datasetFolder,
        string bundleFolder,
        SplitConfiguration? split = null,
        InteractionTypes? types = null,
        CancellationToken cancellationToken = default)
    {
        var options = new ComparisonOptions { Split = split, Types = types ?? InteractionTypes.Default, Resamples = 10 };
        var report = await ModelComparison.EvaluateAsync(datasetFolder, bundleFolder, options, cancellationToken).ConfigureAwait(false);
        return new MetricsTable
        {
            Protocol = report.Protocol,
            Users = report.Users,
            Items = report.Items,
            Rows = [.. report.Models.Select(m => m.Evaluation.Metrics)],
        };
    }
}
