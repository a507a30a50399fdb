using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace Orleans.Reco.Learning;

/// <summary>All that the next epoch depends on beside the data and the options; it can be saved and resumed.</summary>
internal sealed class TrainingState(SequenceEncoder encoder, AdamWOptimizer optimizer, WeightAverage? average) : IDisposable
{
    private readonly List<SequenceEpoch> _curve = [];
    private WeightSnapshot _best = WeightSnapshot.Of(encoder);

    /// <summary>The last whole epoch.</summary>
    public int Epoch { get; private set; }

    /// <summary>Rounds done of the epoch under way, where it runs on parts; 0 between epochs.</summary>
    public int Round { get; private set; }

    /// <summary>The sum of the losses of the steps of these rounds.</summary>
    public double LossSum { get; private set; }

    /// <summary>These steps.</summary>
    public int LossSteps { get; private set; }

    public int BestEpoch { get; private set; }

    public double BestMetric { get; private set; } = double.NaN;

    /// <summary>What plateaus have left of the learning rate.</summary>
    public double RateFactor { get; private set; } = 1;

    public IReadOnlyList<SequenceEpoch> Curve => _curve;

    /// <summary>Takes a round of an epoch in.</summary>
    public void CompleteRound(double lossSum, int steps) =>
        (Round, LossSum, LossSteps) = (Round + 1, LossSum + lossSum, LossSteps + steps);

    /// <summary>Takes an epoch in.</summary>
    public void Complete(SequenceEpoch epoch, double plateauFactor, bool lastIsBest)
    {
        (Epoch, Round, LossSum, LossSteps) = (epoch.Epoch, 0, 0, 0);
        _curve.Add(epoch);
        if (lastIsBest || (epoch.Ndcg10 is { } metric && !(metric <= BestMetric)))
        {
            (BestEpoch, BestMetric) = (epoch.Epoch, epoch.Ndcg10 ?? double.NaN);
            _best.Dispose();
            _best = average is null ? WeightSnapshot.Of(encoder) : average.With(() => WeightSnapshot.Of(encoder));
        }
        else if (epoch.Ndcg10 is not null)
        {
            RateFactor *= plateauFactor;
        }
    }

    public void RestoreBest() => _best.RestoreTo(encoder);

    /// <summary>Everything, to be given to <see cref="Resume"/>.</summary>
    public byte[] ToBytes(SequenceTrainingOptions options)
    {
        var tensors = new Dictionary<string, WeightArray>(StringComparer.Ordinal);
        foreach (var (name, weight) in encoder.ToWeights())
        {
            tensors["weights/" + name] = weight;
        }

        foreach (var (name, tensor) in _best.Weights)
        {
            tensors["best/" + name] = ToArray(tensor);
        }

        foreach (var (name, tensor) in average?.Weights ?? new Dictionary<string, Tensor>())
        {
            tensors["average/" + name] = ToArray(tensor);
        }

        foreach (var (name, moment) in optimizer.Moments())
        {
            tensors["optimizer/" + name] = moment;
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["options"] = Text(options),
            ["steps"] = optimizer.Steps.ToString(CultureInfo.InvariantCulture),
            ["rateFactor"] = RateFactor.ToString("R", CultureInfo.InvariantCulture),
            ["bestEpoch"] = BestEpoch.ToString(CultureInfo.InvariantCulture),
            ["bestMetric"] = BestMetric.ToString("R", CultureInfo.InvariantCulture),
            ["curve"] = JsonSerializer.Serialize(_curve),
            ["round"] = Round.ToString(CultureInfo.InvariantCulture),
            ["lossSum"] = LossSum.ToString("R", CultureInfo.InvariantCulture),
            ["lossSteps"] = LossSteps.ToString(CultureInfo.InvariantCulture),
        };
        return SafeTensors.Write(tensors, metadata);
    }

    /// <summary>Goes on where a checkpoint was written; does nothing where there is none.</summary>
    /// <exception cref="DatasetException">The checkpoint was made with other options or is damaged.</exception>
    public void Resume(ITrainingCheckpoint? checkpoint, SequenceTrainingOptions options)
    {
        if (checkpoint?.TryRead() is not { } bytes)
        {
            return;
        }

        var (tensors, metadata) = SafeTensors.Read(bytes);
        if (metadata["options"] != Text(options))
        {
            throw new DatasetException("checkpoint", "it was made with other hyper-parameters; remove it or give the same again.");
        }

        encoder.Load(Part("best/"));
        _best.Dispose();
        _best = WeightSnapshot.Of(encoder);
        encoder.Load(Part("weights/"));
        optimizer.Load(Part("optimizer/"), int.Parse(metadata["steps"], CultureInfo.InvariantCulture));
        average?.Load(Part("average/"));
        RateFactor = double.Parse(metadata["rateFactor"], CultureInfo.InvariantCulture);
        BestEpoch = int.Parse(metadata["bestEpoch"], CultureInfo.InvariantCulture);
        BestMetric = double.Parse(metadata["bestMetric"], CultureInfo.InvariantCulture);
        _curve.AddRange(JsonSerializer.Deserialize<SequenceEpoch[]>(metadata["curve"])!);
        Epoch = _curve.Count > 0 ? _curve[^1].Epoch : 0;
        Round = int.Parse(metadata.GetValueOrDefault("round", "0"), CultureInfo.InvariantCulture);
        LossSum = double.Parse(metadata.GetValueOrDefault("lossSum", "0"), CultureInfo.InvariantCulture);
        LossSteps = int.Parse(metadata.GetValueOrDefault("lossSteps", "0"), CultureInfo.InvariantCulture);

        Dictionary<string, WeightArray> Part(string prefix) => tensors
            .Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(t => t.Key[prefix.Length..], t => t.Value, StringComparer.Ordinal);
    }

    public void Dispose() => _best.Dispose();

    private static WeightArray ToArray(Tensor tensor) => new(tensor.shape, tensor.data<float>().ToArray());

    private static string Text(SequenceTrainingOptions options) => JsonSerializer.Serialize(options);
}
