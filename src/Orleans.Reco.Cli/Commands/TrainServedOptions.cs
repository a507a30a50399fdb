using System.CommandLine;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary>The options of <c>train</c> without <c>--model</c>: the pipeline that a cluster's refresh runs.</summary>
internal sealed class TrainServedOptions
{
    private static readonly TrainingOptions Defaults = new();

    private readonly Option<int> _epochs = Number("--epochs", "Passes over the data at most", Defaults.Epochs);
    private readonly Option<int> _patience = Number("--patience", "Epochs without a better validation NDCG@10 before training stops", Defaults.Patience);
    private readonly Option<int> _batch = Number("--batch-size", "Sequences of a batch", Defaults.BatchSize);
    private readonly Option<int> _dimension = Number("--dimension", "Dimension of user and item vectors", Defaults.Dimension);
    private readonly Option<int> _state = Number("--state-dimension", "Dimension of the encoder's state", Defaults.StateDimension);
    private readonly Option<int> _length = Number("--max-length", "Events of a history that the encoder is given", Defaults.MaxLength);
    private readonly Option<int> _negatives = Number("--negatives", "Negatives of the sampled softmax", Defaults.Negatives);
    private readonly Option<int> _full = Number("--full-softmax-items", "Catalogs up to this size use the full softmax", Defaults.FullSoftmaxItems);
    private readonly Option<double> _rate = Real("--learning-rate", "Step size of AdamW", Defaults.LearningRate);
    private readonly Option<double> _dropout = Real("--dropout", "Dropout on inputs and user vector", Defaults.Dropout);
    private readonly Option<double> _decay = Real("--weight-decay", "Decoupled weight decay", Defaults.WeightDecay);
    private readonly Option<double> _refit = Real("--refit-share", "Share of the best epochs trained again, validation window included; 0 = none", Defaults.RefitShare);
    private readonly Option<double> _holdout = Real("--holdout-fraction", "Share of the interactions, the last in time, to measure on", Defaults.HoldoutFraction);
    private readonly Option<int?> _seconds = new("--max-duration") { Description = "Seconds for the whole run (default: no limit)" };

    public IEnumerable<Option> All =>
        [_epochs, _patience, _batch, _dimension, _state, _length, _negatives, _full, _rate, _dropout, _decay, _refit, _holdout, _seconds];

    public TrainingOptions Read(ParseResult parsed) => new()
    {
        Epochs = parsed.GetValue(_epochs),
        Patience = parsed.GetValue(_patience),
        BatchSize = parsed.GetValue(_batch),
        Dimension = parsed.GetValue(_dimension),
        StateDimension = parsed.GetValue(_state),
        MaxLength = parsed.GetValue(_length),
        Negatives = parsed.GetValue(_negatives),
        FullSoftmaxItems = parsed.GetValue(_full),
        LearningRate = parsed.GetValue(_rate),
        WeightDecay = parsed.GetValue(_decay),
        Dropout = parsed.GetValue(_dropout),
        RefitShare = parsed.GetValue(_refit),
        HoldoutFraction = parsed.GetValue(_holdout),
        MaxDuration = parsed.GetValue(_seconds) is { } s ? TimeSpan.FromSeconds(s) : null,
    };

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<double> Real(string name, string description, double value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
