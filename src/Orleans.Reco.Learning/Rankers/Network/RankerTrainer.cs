using TorchSharp;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>Trains a network by binary cross-entropy and Adam, and leaves it with the weights of its best epoch.</summary>
internal sealed class RankerTrainer(RankerFitContext context, RankerNetwork network, RankerLayout layout)
{
    private readonly ParameterValues _parameters = context.Parameters;
    private readonly RankerRows _train = new(context.Train, layout);
    private readonly RankerRows _validation = new(context.Validation, layout);

    /// <summary>Trains; the best epoch is the one of the least validation log loss.</summary>
    /// <returns>What was chosen.</returns>
    public IReadOnlyDictionary<string, double> Train()
    {
        using var optimizer = new AdamWOptimizer(network.named_parameters(), _parameters["learningRate"], _parameters["weightDecay"]);
        var random = new Random(context.Seed);
        var order = Enumerable.Range(0, _train.Count).ToArray();
        var epochs = _parameters.Int("epochs");
        (int Epoch, double LogLoss) best = (0, double.PositiveInfinity);
        var snapshot = WeightSnapshot.Of(network);
        using var average = _parameters["averaging"] > 0 ? new WeightAverage(network, _parameters["averaging"]) : null;
        try
        {
            for (var epoch = 1; epoch <= epochs && epoch - best.Epoch <= _parameters.Int("patience"); epoch++)
            {
                var started = context.Time.GetTimestamp();
                random.Shuffle(order);
                var loss = Run(optimizer, average, order, random);
                var perSecond = order.Length / Math.Max(1e-6, context.Time.GetElapsedTime(started).TotalSeconds);
                var (scores, logLoss, weights) = average is null ? Measure() : average.With(Measure);
                context.Progress?.Report(new RankerEpoch(
                    epoch, epochs, loss, logLoss, BinaryMetrics.Auc(scores, _validation.Labels), optimizer.LearningRate, perSecond));
                if (logLoss < best.LogLoss)
                {
                    best = (epoch, logLoss);
                    (snapshot, weights) = (weights, snapshot);
                }
                else
                {
                    optimizer.LearningRate *= _parameters["plateauFactor"];
                }

                weights.Dispose();
            }

            snapshot.RestoreTo(network);
            return new Dictionary<string, double> { ["epoch"] = best.Epoch, ["validationLogLoss"] = best.LogLoss };
        }
        finally
        {
            snapshot.Dispose();
        }
    }

    /// <summary>The network as it is now: its scores of the validation rows, their log loss and a copy of its weights.</summary>
    private (float[] Scores, double LogLoss, WeightSnapshot Weights) Measure()
    {
        var scores = network.Probabilities(_validation);
        return (scores, BinaryMetrics.LogLoss(scores, _validation.Labels), WeightSnapshot.Of(network));
    }

    private double Run(AdamWOptimizer optimizer, WeightAverage? average, int[] order, Random random)
    {
        var batch = _parameters.Int("batchSize");
        double sum = 0;
        network.train();
        for (var from = 0; from < order.Length; from += batch)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var rows = order.AsSpan(from, Math.Min(batch, order.Length - from));
            optimizer.ClearGradients();
            var logits = network.call(_train.Batch(rows, _parameters["hiddenIds"], random));
            var loss = nn.functional.binary_cross_entropy_with_logits(logits, _train.BatchLabels(rows, _parameters["labelSmoothing"]));
            loss.backward();
            _ = nn.utils.clip_grad_norm_(network.parameters(), _parameters["gradientClip"]);
            optimizer.Step();
            average?.Add(optimizer.Steps);
            sum += loss.data<float>()[0] * rows.Length;
        }

        return sum / order.Length;
    }
}
