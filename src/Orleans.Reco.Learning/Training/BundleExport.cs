using System.Globalization;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Hands a trained encoder over to serving.</summary>
internal sealed class BundleExport(TrainingRequest request, TimeProvider time)
{
    public const string Architecture = "recurrent";

    /// <summary>What else the manifest tells of the training.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    public BundleManifest Write(
        InteractionDataset data,
        TemporalSplit split,
        SequenceEncoder encoder,
        PopularityPrior prior,
        BundleNeighbours neighbours,
        float neighbourWeight,
        PopularityModel popularity,
        SequenceTrainingResult best,
        MetricsTable table,
        ContentTower? tower)
    {
        var now = time.GetUtcNow();
        var graphs = encoder.ToGraphs(request.Options.MaxLength, constant: true);
        var weights = encoder.ToWeights();
        var fingerprint = data.Fingerprint();
        var trained = data.Events.Where(e => e.UnixSeconds < split.HoldoutFrom).Select(e => e.UnixSeconds).ToArray();
        var manifest = new BundleManifest
        {
            Version = request.Version ?? BundleVersion.Create(now, fingerprint),
            Tenant = request.Tenant,
            Architecture = Architecture,
            CreatedAt = now,
            Dimension = encoder.Dimension + 1,
            StateDimension = graphs.StateDimension,
            MaxLength = request.Options.MaxLength,
            Items = data.Items.Count,
            Neighbours = neighbours.Width,
            NeighbourWeight = neighbourWeight,
            EventTypes = data.Types.Select((type, i) => (type, i)).ToDictionary(
                t => ((byte)t.type.Code).ToString(CultureInfo.InvariantCulture), t => t.i + 1, StringComparer.Ordinal),
            Opset = OnnxGraphBuilder.Opset,
            VocabularyHash = "",
            TrainedFrom = DateTimeOffset.FromUnixTimeSeconds(trained.Min()),
            TrainedTo = DateTimeOffset.FromUnixTimeSeconds(trained.Max()),
            DataFingerprint = fingerprint,
            Parent = request.Parent,
            Metrics = table.ToDictionary(),
            Protocol = table.Protocol,
            Parameters = Parameters(popularity, prior.Weight, best, tower),
            Content = tower?.Weights.Spec,
        };
        return BundleWriter.Write(request.BundleFolder, manifest, new BundleContents
        {
            ItemIds = data.Items,
            ItemVectors = prior.Fold(encoder.ToItemVectors(), encoder.Dimension),
            Popularity = popularity.Scores,
            Neighbours = neighbours.Indices,
            NeighbourScores = neighbours.Similarities,
            Encode = graphs.Encode,
            Step = graphs.Step,
            Content = tower?.ToGraph(),
            Others = EncoderFiles.Create(Architecture, weights, best.Curve),
        });
    }

    private Dictionary<string, string> Parameters(
        PopularityModel popularity, float priorWeight, SequenceTrainingResult best, ContentTower? tower)
    {
        var options = request.Options;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bestEpoch"] = Text(best.BestEpoch),
            ["validation.ndcg@10"] = best.BestMetric.ToString("F4", CultureInfo.InvariantCulture),
            ["popularityPriorWeight"] = Text(priorWeight),
            ["popularityHalfLifeDays"] = popularity.HalfLife is { } h ? Text(h.TotalDays) : "none",
        };
        if (tower is not null)
        {
            parameters["content.epochs"] = Text(tower.Epochs);
            parameters["content.heldOut.ndcg@10"] = tower.ValidationNdcg.ToString("F4", CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in new (string, double)[]
        {
            ("seed", options.Seed), ("epochs", options.Epochs), ("patience", options.Patience), ("batchSize", options.BatchSize),
            ("learningRate", options.LearningRate), ("weightDecay", options.WeightDecay), ("dropout", options.Dropout),
            ("gradientClip", options.GradientClip), ("fullSoftmaxItems", options.FullSoftmaxItems), ("negatives", options.Negatives),
            ("holdoutFraction", options.HoldoutFraction), ("validationFraction", options.ValidationFraction),
            ("refitShare", options.RefitShare),
        })
        {
            parameters[name] = Text(value);
        }

        foreach (var (name, value) in Notes)
        {
            parameters[name] = value;
        }

        return parameters;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
