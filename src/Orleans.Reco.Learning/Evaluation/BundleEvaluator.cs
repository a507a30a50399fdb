using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Measures a bundle as it is served: through its ONNX graphs, on the holdout of a dataset.</summary>
public static class BundleEvaluator
{
    /// <summary>Evaluates the bundle's popularity, its encoder and the served blend with the protocol of training.</summary>
    /// <param name="datasetFolder">A dataset folder; for the training data the numbers are those of the manifest.</param>
    /// <param name="bundleFolder">The bundle.</param>
    /// <param name="holdoutFraction">Share of the interactions, the last in time; null = the bundle's own.</param>
    /// <param name="types">The installation's interaction types; null = the built-in ones.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="InvalidBundleException">The bundle cannot be served.</exception>
    /// <exception cref="DatasetException">The dataset has nothing to evaluate on.</exception>
    public static Task<MetricsTable> EvaluateAsync(
        string datasetFolder,
        string bundleFolder,
        double? holdoutFraction = null,
        InteractionTypes? types = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(
            () => Evaluate(datasetFolder, bundleFolder, holdoutFraction, types ?? InteractionTypes.Default, cancellationToken),
            cancellationToken);

    private static MetricsTable Evaluate(
        string datasetFolder, string bundleFolder, double? holdoutFraction, InteractionTypes types, CancellationToken cancellationToken)
    {
        var bundle = ModelBundle.Open(bundleFolder);
        var manifest = bundle.Manifest;
        var all = DatasetReader.Read(datasetFolder, types, cancellationToken);
        if (all.Events.Length == 0)
        {
            throw new DatasetException("dataset", "has no interactions.");
        }

        var options = new TrainingOptions
        {
            HoldoutFraction = holdoutFraction ?? Parameter(manifest, "holdoutFraction"),
            ValidationFraction = Parameter(manifest, "validationFraction"),
        };
        _ = options.Validate();
        var split = TemporalSplit.Create(all, options.ValidationFraction, options.HoldoutFraction);
        InteractionTypeInfo[] trained =
        [
            .. manifest.EventTypes
                .OrderBy(t => t.Value)
                .Select(t => types[(InteractionType)byte.Parse(t.Key, CultureInfo.InvariantCulture)]),
        ];
        var data = all.WithVocabulary(bundle.ItemIds, trained);
        var cases = TemporalSplit.Cases(data, split.HoldoutFrom);
        if (cases.Count == 0)
        {
            throw new DatasetException("dataset", "no user with a history turns to a new item of the bundle's vocabulary in the holdout.");
        }

        using var session = new EncoderSession(
            new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), bundle);
        var encoder = new BundleEncoderModel(bundle, session, threads: 0);
        var neighbours = new BundleNeighbours(manifest.Neighbours, bundle.Neighbours.ToArray(), bundle.NeighbourScores.ToArray());
        var evaluator = new RankingEvaluator(cases, TemporalSplit.ItemsBefore(data, split.HoldoutFrom));
        var models = new IRecommenderModel[]
        {
            PopularityModel.FromScores(bundle.Popularity),
            encoder,
            new NeighbourBlendModel(encoder, neighbours, data, manifest.NeighbourWeight),
        };
        return new MetricsTable
        {
            Protocol = EvaluationProtocol.Describe(split, options),
            Users = cases.Count,
            Items = data.Items.Count,
            Rows = [.. models.Select(m => evaluator.Evaluate(m, cancellationToken))],
        };
    }

    private static double Parameter(BundleManifest manifest, string name) =>
        manifest.Parameters.TryGetValue(name, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : 0.1;
}
