using System.CommandLine;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco evaluate DIR BUNDLE</c></summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A dataset folder that import wrote" };
        var bundle = new Argument<string>("BUNDLE") { Description = "A bundle folder that train wrote" };
        var holdout = new Option<double?>("--holdout-fraction")
        {
            Description = "Share of the interactions, the last in time, to measure on, 0.01 to 0.4 (default: the bundle's own)",
        };
        var command = new Command("evaluate", "Measures a bundle on a dataset's holdout, through the ONNX graphs that serving runs.")
        {
            dataset, bundle, holdout,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var fraction = parsed.GetValue(holdout);
            if (fraction is { } given)
            {
                _ = UsageException.Guard(new TrainingOptions { HoldoutFraction = given }.Validate);
            }

            Tables.Write(await BundleEvaluator.EvaluateAsync(
                parsed.GetValue(dataset)!, parsed.GetValue(bundle)!, fraction, cancellationToken: cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }
}
