using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>
/// Measures what the gate looks at: a candidate and the bundle in service on the same users, in the part of the holdout that neither of
/// them was trained on, through the ONNX graphs that serving runs.
/// </summary>
public static class GateEvaluator
{
    private const double Level = 0.9;

    /// <summary>Measures.</summary>
    /// <param name="datasetFolder">The interactions of the training window.</param>
    /// <param name="candidate">The candidate's folder.</param>
    /// <param name="parent">The folder of the bundle in service; null where there is none.</param>
    /// <param name="types">The installation's interaction types; null = the built-in ones.</param>
    /// <param name="threads">0 = all cores.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <returns>Numbers by the names of <see cref="GateMetrics"/>; those of the candidate's manifest come first.</returns>
    /// <exception cref="InvalidBundleException">A bundle cannot be served.</exception>
    /// <exception cref="DatasetException">There are no interactions, or too few times to split them by.</exception>
    public static Task<Dictionary<string, double>> EvaluateAsync(
        string datasetFolder,
        string candidate,
        string? parent,
        InteractionTypes? types = null,
        int threads = 0,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => Evaluate(datasetFolder, candidate, parent, types ?? InteractionTypes.Default, threads, cancellationToken), cancellationToken);

    private static Dictionary<string, double> Evaluate(
        string datasetFolder, string candidate, string? parent, InteractionTypes types, int threads, CancellationToken cancellation)
    {
        var manifest = ModelBundle.ReadManifest(candidate);
        var metrics = new Dictionary<string, double>(manifest.Metrics, StringComparer.Ordinal);
        var all = DatasetReader.Read(datasetFolder, types, cancellation);
        if (all.Events.Length == 0)
        {
            throw new DatasetException("dataset", "has no interactions.");
        }

        var from = Unseen(all, manifest, parent is null ? null : ModelBundle.ReadManifest(parent));
        var data = all.WithItemsBefore(from);
        var cases = TemporalSplit.Cases(data, from);
        metrics[GateMetrics.Users] = cases.Count;
        if (cases.Count == 0)
        {
            return metrics;
        }

        var evaluator = new RankingEvaluator(cases, TemporalSplit.ItemsBefore(data, from), threads);
        var before = data.Before(from);
        var statistics = new ItemStatistics(before);
        using var models = new BundleModels(candidate, before, types, threads);
        var ours = evaluator.EvaluateInDetail(models.Served, statistics, cancellation);
        metrics[GateMetrics.Candidate] = ours.Metrics.Ndcg10;

        // A bundle that was made elsewhere comes without numbers that could be trusted.
        if (!metrics.ContainsKey(GateMetrics.Served) || !metrics.ContainsKey(GateMetrics.Popularity))
        {
            metrics[GateMetrics.Served] = ours.Metrics.Ndcg10;
            metrics[GateMetrics.Popularity] = evaluator.Evaluate(PopularityModel.Fit(data, from), cancellation).Ndcg10;
        }

        if (parent is not null)
        {
            using var served = new BundleModels(parent, before, types, threads);
            Compare(metrics, ours, evaluator.EvaluateInDetail(served.Served, statistics, cancellation), threads);
        }

        return metrics;
    }

    private static void Compare(Dictionary<string, double> metrics, ModelEvaluation ours, ModelEvaluation theirs, int threads)
    {
        double[] differences =
        [
            .. ours.PerUser[RankingMeasure.Ndcg, 10].Zip(theirs.PerUser[RankingMeasure.Ndcg, 10], (our, their) => our - their),
        ];
        var interval = Bootstrap.Interval(differences, Level, threads: threads);
        metrics[GateMetrics.Parent] = theirs.Metrics.Ndcg10;
        metrics[GateMetrics.DifferenceLow] = interval.Low;
        metrics[GateMetrics.DifferenceHigh] = interval.High;
        metrics[GateMetrics.CandidateCoverage] = ours.Metrics.Coverage10;
        metrics[GateMetrics.ParentCoverage] = theirs.Metrics.Coverage10;
        metrics[GateMetrics.ColdUsers] = Cold(ours).Users;
        metrics[GateMetrics.CandidateColdRecall] = Cold(ours).Recall20;
        metrics[GateMetrics.ParentColdRecall] = Cold(theirs).Recall20;
    }

    private static SliceMetrics Cold(ModelEvaluation evaluation) =>
        evaluation.Slices.First(slice => slice.Slice.StartsWith("cold items", StringComparison.Ordinal));

    // The candidate's own holdout, or later where either was trained on a part of it: a bundle made elsewhere may have been.
    private static long Unseen(InteractionDataset data, BundleManifest candidate, BundleManifest? parent)
    {
        var split = BundleModels.SplitOf(candidate);
        var holdout = TemporalSplit.Create(data, split.ValidationFraction, split.HoldoutFraction).HoldoutFrom;
        return new[] { holdout, After(candidate), After(parent) }.Max();
    }

    private static long After(BundleManifest? manifest) => manifest?.TrainedTo is { } last ? last.ToUnixTimeSeconds() + 1 : 0;
}
