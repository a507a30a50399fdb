using System.CommandLine;
using Orleans.Reco.Learning;

namespace Orleans.Reco.Cli;

/// <summary><c>reco import FILE… --output DIR</c></summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "CSV, TSV or JSON lines (each also .gz) or Parquet files of one layout",
            Arity = ArgumentArity.OneOrMore,
        };
        var preset = new Option<string?>("--preset")
        {
            Description = "A known layout: " + string.Join("; ", ImportPreset.All.Select(p => $"{p.Name} = {p.Description}")),
        };
        var map = new Option<string?>("--map")
        {
            Description = "Columns by field, where they do not have usual names: field=column,… with the fields "
                + string.Join(" ", ColumnMap.Fields),
        };
        var items = new Option<string?>("--items") { Description = "A file with one row an item: title, category, brand, price" };
        var type = new Option<string?>("--type")
        {
            Description = "The interaction type of all rows where no column has it (default: the preset's, else view)",
        };
        var perDay = new Option<int>("--max-events-per-day")
        {
            Description = "Users above it on any day are robots; 0 = no limit",
            DefaultValueFactory = _ => new CleaningOptions().MaxEventsPerDay,
        };
        var perUser = new Option<int>("--max-events-per-user")
        {
            Description = "Users above it are robots; 0 = no limit",
            DefaultValueFactory = _ => new CleaningOptions().MaxEventsPerUser,
        };
        var core = new Option<int>("--core") { Description = "Keep users and items with at least this many events; 0 = keep all" };
        var output = new Option<string>("--output", "-o") { Description = "The dataset folder to write", Required = true };
        var command = new Command("import", "Turns exports and logs into a dataset, and reports every row that it drops.")
        {
            files, preset, map, items, type, perDay, perUser, core, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ImportOptions
            {
                Files = parsed.GetValue(files)!,
                Output = parsed.GetValue(output)!,
                Preset = parsed.GetValue(preset) is { } name ? UsageException.Guard(() => ImportPreset.Find(name)) : null,
                Columns = UsageException.Guard(() => ColumnMap.Parse(parsed.GetValue(map))),
                ItemFile = parsed.GetValue(items),
                DefaultType = parsed.GetValue(type),
                Cleaning = UsageException.Guard(() => new CleaningOptions
                {
                    MaxEventsPerDay = parsed.GetValue(perDay),
                    MaxEventsPerUser = parsed.GetValue(perUser),
                    Core = parsed.GetValue(core),
                }.Validate()),
            };
            Tables.Write(await DatasetImporter.ImportAsync(options, cancellationToken));
            Tables.Line($"Dataset: {options.Output}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
