using System.CommandLine;
using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco train DATASET --output BUNDLE</c>, of one model with <c>--model NAME</c>.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A dataset folder that import wrote" };
        var output = new Option<string>("--output", "-o") { Description = "The bundle folder to write", Required = true };
        var tenant = new Option<string>("--tenant")
        {
            Description = "The tenant that the bundle is for",
            DefaultValueFactory = _ => "default",
        };
        var seed = new Option<int>("--seed") { Description = "Seed of everything random", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads of managed code and of measuring; 0 = all cores" };
        var torch = new Option<int>("--torch-threads") { Description = "Native threads of training; 0 = all cores", DefaultValueFactory = _ => 1 };
        var model = new Option<string?>("--model")
        {
            Description = "One model alone: " + string.Join(", ", ModelAlgorithms.All.Select(a => a.Name)) + " (default: what a refresh trains)",
        };
        var set = new Option<string[]>("--set") { Description = "With --model: a hyper-parameter, name=value", AllowMultipleArgumentsPerToken = true };
        var split = new Option<string>("--split")
        {
            Description = "With --model: temporal[:validation=0.1,holdout=0.1], leave-one-out or by-user",
            DefaultValueFactory = _ => SplitConfiguration.TemporalName,
        };
        var parent = new Option<string?>("--parent") { Description = "With --model: a bundle of the same model to start from" };
        var served = new TrainServedOptions();
        var command = new Command("train", "Trains a model, measures it on the holdout and writes a bundle.")
        {
            dataset, output, tenant, seed, threads, torch, model, set, split, parent,
        };
        foreach (var option in served.All)
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(model);
            var result = name is null
                ? await TrainServed(new TrainingRequest
                {
                    DatasetFolder = parsed.GetValue(dataset)!,
                    BundleFolder = parsed.GetValue(output)!,
                    Tenant = parsed.GetValue(tenant)!,
                    Options = UsageException.Guard((served.Read(parsed) with
                    {
                        Seed = parsed.GetValue(seed),
                        Threads = parsed.GetValue(threads),
                        TorchThreads = parsed.GetValue(torch),
                    }).Validate),
                }, cancellationToken)
                : await TrainOne(new AlgorithmRequest
                {
                    DatasetFolder = parsed.GetValue(dataset)!,
                    BundleFolder = parsed.GetValue(output)!,
                    Algorithm = name,
                    Parameters = Values(parsed.GetValue(set) ?? []),
                    Split = UsageException.Guard(() => SplitConfiguration.Parse(parsed.GetValue(split)!)),
                    Tenant = parsed.GetValue(tenant)!,
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                    TorchThreads = parsed.GetValue(torch),
                    ParentBundle = parsed.GetValue(parent),
                    CheckpointFolder = Path.TrimEndingDirectorySeparator(parsed.GetValue(output)!) + ".checkpoint",
                }, cancellationToken);
            Tables.Write(result.MetricsTable);
            Tables.Line($"Bundle: {result.BundleFolder}");
            Tables.Line($"Version: {result.Manifest.Version}   took {result.Duration.TotalSeconds:F0} s");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Task<TrainingResult> TrainServed(TrainingRequest request, CancellationToken cancellationToken) =>
        TrainingDisplay.RunAsync(progress => new ModelTrainer(TimeProvider.System).TrainAsync(request, progress, cancellationToken));

    private static async Task<TrainingResult> TrainOne(AlgorithmRequest request, CancellationToken cancellationToken)
    {
        var trainer = new AlgorithmTrainer(TimeProvider.System);
        try
        {
            return await TrainingDisplay.RunAsync(
                progress => trainer.TrainAsync(request, new FitDisplay(progress, TimeProvider.System), cancellationToken));
        }
        catch (OperationCanceledException) when (Directory.Exists(request.CheckpointFolder))
        {
            Tables.Line(Directory.EnumerateFiles(request.CheckpointFolder).Any()
                ? $"Stopped. The same command goes on from the last whole epoch, kept in {request.CheckpointFolder}."
                : "Stopped within the first epoch; nothing is kept.");
            throw;
        }
    }

    private static Dictionary<string, double> Values(string[] pairs)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.Split('=', 2) is not [var name, var text] || !double.TryParse(text, CultureInfo.InvariantCulture, out var value))
            {
                throw new UsageException($"--set: '{pair}' is not of the form name=number.");
            }

            values[name] = value;
        }

        return values;
    }
}
