using System.CommandLine;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco compare DATASET BUNDLE BUNDLE…</c></summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A dataset folder that import wrote" };
        var bundles = new Argument<string[]>("BUNDLE")
        {
            Description = "Bundle folders; the others are held against the first",
            Arity = ArgumentArity.OneOrMore,
        };
        var settings = new ComparisonSettings();
        var command = new Command("compare", "Measures bundles on the same users, with intervals and paired tests.") { dataset, bundles };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            settings.Show(parsed, await ModelComparison.CompareAsync(
                parsed.GetValue(dataset)!, parsed.GetValue(bundles)!, settings.Options(parsed), cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }
}
