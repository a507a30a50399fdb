using System.CommandLine;
using System.Globalization;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco prepare DATASET --output DIR</c></summary>
internal static class PrepareCommand
{
    private static readonly DuckDbLimits Defaults = new();

    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET") { Description = "A dataset folder that import wrote; it stays as it is" };
        var output = new Option<string>("--output", "-o") { Description = "The dataset folder to write", Required = true };
        var config = new Option<string?>("--config") { Description = "A JSON file with steps, such as the preparation.json of a prepared dataset" };
        var steps = new Option<string?>("--steps")
        {
            Description = "Steps in their order, 'name option=value; name …'; names are " + string.Join(", ", PreparationStep.Names),
        };
        var memory = new Option<int>("--memory")
        {
            Description = "MB of memory for tables and sorts; what is larger goes on on disk",
            DefaultValueFactory = _ => Defaults.MemoryMegabytes,
        };
        var threads = new Option<int>("--threads") { Description = "0 = all cores" };
        var temporary = new Option<string?>("--temporary-folder") { Description = "Where what does not fit is kept meanwhile" };
        var command = new Command("prepare", "Takes a dataset through named, recorded steps: cleaning, pseudonyms, sessions, k-core, features, splits.")
        {
            dataset, output, config, steps, memory, threads, temporary,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new PreparationOptions
            {
                Dataset = parsed.GetValue(dataset)!,
                Output = parsed.GetValue(output)!,
                Configuration = UsageException.Guard(() => (parsed.GetValue(config), parsed.GetValue(steps)) switch
                {
                    ({ } file, null) => PreparationConfiguration.FromJson(File.ReadAllText(file)),
                    (null, { } text) => PreparationConfiguration.Parse(text),
                    _ => throw new UsageException("--steps: give either it or --config."),
                }),
                Limits = UsageException.Guard(new DuckDbLimits
                {
                    MemoryMegabytes = parsed.GetValue(memory),
                    Threads = parsed.GetValue(threads),
                    TemporaryFolder = parsed.GetValue(temporary),
                }.Validate),
            };
            var record = await DatasetPreparer.PrepareAsync(options, cancellationToken: cancellationToken);
            Tables.Write(
                ["step", "rows before", "rows after", "users", "items", "what"],
                record.Steps.Select(s => (IReadOnlyList<string>)
                [
                    s.Name, Count(s.Before.Rows), Count(s.After.Rows), Count(s.After.Users), Count(s.After.Items), s.Detail,
                ]));
            Tables.Line($"Dataset: {options.Output}");
            Tables.Line($"Fingerprint: {record.Fingerprint}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
