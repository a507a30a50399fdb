using System.CommandLine;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary>The options that <c>evaluate</c> and <c>compare</c> share.</summary>
internal sealed class ComparisonSettings
{
    private readonly Option<string?> _split = new("--split")
    {
        Description = "temporal[:validation=0.1,holdout=0.1 or validationFrom=TIME,holdoutFrom=TIME], leave-one-out or "
            + "by-user[:validation=0.1,holdout=0.1,history=0.8,seed=1] (default: the bundle's own)",
    };

    private readonly Option<string?> _report = new("--report") { Description = "An HTML file with tables and plots to write" };

    private readonly Option<int> _sampled = new("--sampled-negatives")
    {
        Description = "Show besides, marked as such, a ranking among so many drawn items; not comparable with full ranking",
    };

    private readonly Option<int> _seed = new("--seed") { Description = "Seed of resamples, swaps and draws", DefaultValueFactory = _ => 1 };

    private readonly Option<int> _threads = new("--threads") { Description = "0 = all cores" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _split, _report, _sampled, _seed, _threads })
        {
            command.Add(option);
        }
    }

    public ComparisonOptions Options(ParseResult parsed) => new()
    {
        Split = parsed.GetValue(_split) is { } text ? UsageException.Guard(() => SplitConfiguration.Parse(text)) : null,
        SampledNegatives = AtLeastZero("--sampled-negatives", parsed.GetValue(_sampled)),
        Seed = parsed.GetValue(_seed),
        Threads = AtLeastZero("--threads", parsed.GetValue(_threads)),
    };

    /// <summary>Prints the comparison, and writes the page that was asked for.</summary>
    public void Show(ParseResult parsed, ComparisonReport report)
    {
        ComparisonTables.Write(report);
        if (parsed.GetValue(_report) is { } path)
        {
            ComparisonPage.Write(path, report);
            Tables.Line($"Report: {path}");
        }
    }

    private static int AtLeastZero(string option, int value) =>
        value >= 0 ? value : throw new UsageException($"{option}: {value} is not allowed; 0 or more is.");
}
