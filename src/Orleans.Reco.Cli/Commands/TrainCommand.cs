using System.CommandLine;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco train DIR --output BUNDLE</c></summary>
internal static class TrainCommand
{
    private static readonly TrainingOptions Defaults = new();

    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A dataset folder that import wrote" };
        var output = new Option<string>("--output", "-o") { Description = "The bundle folder to write", Required = true };
        var tenant = new Option<string>("--tenant")
        {
            Description = "The tenant that the bundle is for",
            DefaultValueFactory = _ => "default",
        };
        var seed = Number("--seed", "Seed of everything random", Defaults.Seed);
        var epochs = Number("--epochs", "Passes over the data at most", Defaults.Epochs);
        var patience = Number("--patience", "Epochs without a better validation NDCG@10 before training stops", Defaults.Patience);
        var batch = Number("--batch-size", "Sequences of a batch", Defaults.BatchSize);
        var dimension = Number("--dimension", "Dimension of user and item vectors", Defaults.Dimension);
        var state = Number("--state-dimension", "Dimension of the encoder's state", Defaults.StateDimension);
        var length = Number("--max-length", "Events of a history that the encoder is given", Defaults.MaxLength);
        var negatives = Number("--negatives", "Negatives of the sampled softmax", Defaults.Negatives);
        var full = Number("--full-softmax-items", "Catalogs up to this size use the full softmax", Defaults.FullSoftmaxItems);
        var threads = Number("--threads", "Threads of the baselines and of measuring; 0 = all cores", Defaults.Threads);
        var torch = Number("--torch-threads", "Threads of the encoder's training; 0 = all cores", Defaults.TorchThreads);
        var rate = Real("--learning-rate", "Step size of AdamW", Defaults.LearningRate);
        var dropout = Real("--dropout", "Dropout on inputs and user vector", Defaults.Dropout);
        var decay = Real("--weight-decay", "Decoupled weight decay", Defaults.WeightDecay);
        var refit = Real("--refit-share", "Share of the best epochs trained again, validation window included; 0 = none", Defaults.RefitShare);
        var holdout = Real("--holdout-fraction", "Share of the interactions, the last in time, to measure on", Defaults.HoldoutFraction);
        var seconds = new Option<int?>("--max-duration") { Description = "Seconds for the whole run (default: no limit)" };
        var command = new Command("train", "Trains an encoder and the baselines, measures all on the holdout and writes a bundle.")
        {
            dataset, output, tenant, seed, epochs, patience, batch, dimension, state, length, negatives, full, threads, torch,
            rate, dropout, decay, refit, holdout, seconds,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new TrainingOptions
            {
                Seed = parsed.GetValue(seed),
                Epochs = parsed.GetValue(epochs),
                Patience = parsed.GetValue(patience),
                BatchSize = parsed.GetValue(batch),
                Dimension = parsed.GetValue(dimension),
                StateDimension = parsed.GetValue(state),
                MaxLength = parsed.GetValue(length),
                Negatives = parsed.GetValue(negatives),
                FullSoftmaxItems = parsed.GetValue(full),
                Threads = parsed.GetValue(threads),
                TorchThreads = parsed.GetValue(torch),
                LearningRate = parsed.GetValue(rate),
                Dropout = parsed.GetValue(dropout),
                WeightDecay = parsed.GetValue(decay),
                RefitShare = parsed.GetValue(refit),
                HoldoutFraction = parsed.GetValue(holdout),
                MaxDuration = parsed.GetValue(seconds) is { } s ? TimeSpan.FromSeconds(s) : null,
            };
            var request = new TrainingRequest
            {
                DatasetFolder = parsed.GetValue(dataset)!,
                BundleFolder = parsed.GetValue(output)!,
                Tenant = parsed.GetValue(tenant)!,
                Options = UsageException.Guard(options.Validate),
            };
            var trainer = new ModelTrainer(TimeProvider.System);
            var result = await TrainingDisplay.RunAsync(progress => trainer.TrainAsync(request, progress, cancellationToken));
            Tables.Write(result.MetricsTable);
            Tables.Line($"Bundle: {result.BundleFolder}");
            Tables.Line($"Version: {result.Manifest.Version}   took {result.Duration.TotalSeconds:F0} s");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<double> Real(string name, string description, double value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
