using System.CommandLine;
using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco search DATASET --model NAME --output DIR</c></summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A dataset folder that import wrote" };
        var model = new Option<string>("--model") { Description = "The model, one of those that train knows", Required = true };
        var set = new Option<string[]>("--set")
        {
            Description = "A hyper-parameter to search, name=min..max or name for all that is allowed, or one to fix, name=value",
            Required = true,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder for trials.jsonl, best.json and search.html; a search that finds its own journal goes on",
            Required = true,
        };
        var trials = Number("--trials", "Combinations that are tried", 30);
        var strategy = new Option<string>("--strategy") { Description = "grid, random or bayes", DefaultValueFactory = _ => "bayes" };
        var metric = new Option<string>("--metric")
        {
            Description = "What is maximised on the validation cases: " + string.Join(", ", ModelObjective.Metrics),
            DefaultValueFactory = _ => ModelObjective.Metrics[0],
        };
        var split = new Option<string>("--split")
        {
            Description = "As for evaluate",
            DefaultValueFactory = _ => SplitConfiguration.TemporalName,
        };
        var epochs = Number("--max-epochs", "Epochs of a trial that is not ended early", 27);
        var first = Number("--min-epochs", "Epochs after which trials are first compared", 3);
        var parallel = Number("--parallel", "Trials that are chosen together and may run at once", 1);
        var memory = Number("--memory", "MB that the process may grow to; fewer trials run at once then; 0 = no limit", 0);
        var seed = Number("--seed", "Seed of the search and of training", 1);
        var threads = Number("--threads", "Threads of a trial; 0 = all cores", 0);
        var command = new Command("search", "Searches a model's hyper-parameters on the validation part, ending poor trials early.")
        {
            dataset, model, set, output, trials, strategy, metric, split, epochs, first, parallel, memory, seed, threads,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var algorithm = UsageException.Guard(() => ModelAlgorithms.Get(parsed.GetValue(model)!));
                var (searched, settled) = UsageException.Guard(() => ModelObjective.Read(algorithm, parsed.GetValue(set)!));
                var hasEpochs = ModelObjective.HasEpochs(algorithm);
                var options = UsageException.Guard(new SearchOptions
                {
                    Dimensions = searched,
                    Strategy = Enum.TryParse<SearchStrategyKind>(parsed.GetValue(strategy), ignoreCase: true, out var kind)
                        ? kind
                        : throw new UsageException($"--strategy: '{parsed.GetValue(strategy)}' is not known; allowed are grid, random, bayes."),
                    Trials = parsed.GetValue(trials),
                    MaxBudget = hasEpochs ? parsed.GetValue(epochs) : 1,
                    MinBudget = hasEpochs ? Math.Min(parsed.GetValue(first), parsed.GetValue(epochs)) : 1,
                    Parallel = parsed.GetValue(parallel),
                    MemoryMegabytes = parsed.GetValue(memory),
                    Seed = parsed.GetValue(seed),
                    Folder = parsed.GetValue(output),
                }.Validate);
                var objective = new ModelObjective(
                    algorithm,
                    UsageException.Guard(() => SplitConfiguration.Parse(parsed.GetValue(split)!)),
                    UsageException.Guard(() => ModelObjective.Metric(parsed.GetValue(metric)!)),
                    parsed.GetValue(dataset)!,
                    cancellationToken)
                {
                    Settled = settled,
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                };
                options = options with { Subject = $"{objective.Subject} {parsed.GetValue(metric)}" };
                var result = new HyperParameterSearch(options, objective.Measure).Run(new Lines(), cancellationToken);
                Show(options, objective, result);
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static void Show(SearchOptions options, ModelObjective objective, SearchResult result)
    {
        Tables.Write(
            ["trial", "metric", "budget", .. options.Dimensions.Select(d => d.Name)],
            result.Trials.OrderByDescending(t => t.Budget).ThenByDescending(t => t.Metric).Take(10).Select(t => (IReadOnlyList<string>)
            [
                Text(t.Number), t.Metric.ToString("F4", CultureInfo.InvariantCulture), Text(t.Budget),
                .. options.Dimensions.Select(d => Text(t.Parameters[d.Name])),
            ]));
        objective.WriteBest(Path.Combine(options.Folder!, "best.json"), result);
        SearchPage.Write(Path.Combine(options.Folder!, "search.html"), objective.Title, objective.Protocol, options, result);
        Tables.Line(objective.Protocol);
        Tables.Line($"Results: {options.Folder}");
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private sealed class Lines : IProgress<SearchTrial>
    {
        public void Report(SearchTrial value)
        {
            var outcome = value.Error ?? value.Metric.ToString("F4", CultureInfo.InvariantCulture);
            var parameters = string.Join(", ", value.Parameters.Select(p => $"{p.Key} {Text(p.Value)}"));
            Tables.Line($"trial {value.Number}: {outcome} at {value.Budget} ({parameters})");
        }
    }
}
