using System.CommandLine;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco evaluate DATASET BUNDLE</c></summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A dataset folder that import wrote" };
        var bundle = new Argument<string>("BUNDLE") { Description = "A bundle folder that train wrote" };
        var settings = new ComparisonSettings();
        var command = new Command("evaluate", "Measures a bundle on a dataset's holdout, through the ONNX graphs that serving runs.")
        {
            dataset, bundle,
        };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            settings.Show(parsed, await ModelComparison.EvaluateAsync(
                parsed.GetValue(dataset)!, parsed.GetValue(bundle)!, settings.Options(parsed), cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }
}
