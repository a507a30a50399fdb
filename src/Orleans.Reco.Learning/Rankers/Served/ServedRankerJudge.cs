using Microsoft.Extensions.Logging;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>Measures trained layers as they would be served, in each precision that is asked for.</summary>
internal sealed partial class ServedRankerJudge(ServedRankerOptions options, ILogger<ServedRankerJudge> logger)
{
    // Of these first places is said how many the precision gives to other items.
    private const int Top = 20;

    /// <summary>Measures layers through ONNX Runtime.</summary>
    /// <param name="layers">On raw numbers; the features are <see cref="RankerFeatures.All"/>.</param>
    /// <param name="rows">Rows that tell the ranges of int8, shape <c>[n, inputs]</c>.</param>
    /// <param name="judges">Users that were not trained on.</param>
    /// <param name="cancellationToken">Ends it between two users.</param>
    public ServedRankerResult Judge(
        IReadOnlyList<DenseLayer> layers, float[] rows, IEnumerable<ServedCandidates> judges, CancellationToken cancellationToken)
    {
        var features = RankerFeatures.All.Count;
        var dimension = (layers[0].Inputs - features) / 2;
        using var exact = new GraphJudge(RankerPrecision.Float32, MlpRankerGraph.Build(dimension, features, layers), dimension);
        using var rounded = options.Precision == RankerPrecision.Int8
            ? new GraphJudge(RankerPrecision.Int8, MlpRankerGraph.BuildInt8(dimension, features, layers, rows), dimension)
            : null;
        var labels = new List<float>();
        double blend = 0, changed = 0, users = 0;
        foreach (var candidates in judges)
        {
            cancellationToken.ThrowIfCancellationRequested();
            labels.AddRange(candidates.Items.Select(i => candidates.Targets.Contains(i) ? 1f : 0f));
            blend += RankingMetrics.Ndcg(candidates.Items, candidates.Targets, 10);
            var order = exact.Rank(candidates);
            changed += rounded is null ? 0 : (double)rounded.Rank(candidates).Take(Top).Except(order.Take(Top)).Count() / Math.Min(Top, order.Length);
            users++;
        }

        float[] all = [.. labels];
        var result = new ServedRankerResult(
            (int)users, blend / users, exact.Measure(all), rounded?.Measure(all), changed / users, options.MaxQuantizationLoss);
        if (result.Published.Precision != options.Precision)
        {
            LogTooLossy(logger, result.QuantizationLoss, options.MaxQuantizationLoss);
        }

        return result;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ranker in int8 loses {Loss:F5} of the AUC, more than {Limit}; it is published in float32")]
    private static partial void LogTooLossy(ILogger logger, double loss, double limit);
}
