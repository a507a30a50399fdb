using System.Text.Json;

namespace Orleans.Reco.Learning;

/// <summary>
/// Outcomes as JSON lines, so that a search that was ended goes on where it stopped. The first line says which search it is; a last
/// line that was cut off is dropped.
/// </summary>
internal sealed class TrialJournal
{
    public const string FileName = "trials.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string? _path;
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Trial, int Budget), TrialOutcome> _outcomes = [];

    /// <exception cref="DatasetException">The folder holds the journal of another search.</exception>
    public TrialJournal(SearchOptions options)
    {
        if (options.Folder is null)
        {
            return;
        }

        _ = Directory.CreateDirectory(options.Folder);
        _path = Path.Combine(options.Folder, FileName);

        // A grid's places depend on the number of trials; any other search may be given more.
        var trials = options.Strategy == SearchStrategyKind.Grid ? options.Trials : 0;
        var identity = JsonSerializer.Serialize(
            new { options.Subject, options.Strategy, trials, options.Seed, options.Dimensions, options.Rungs, options.Reduction, options.Parallel }, Json);
        var lines = File.Exists(_path) ? File.ReadAllLines(_path) : [];
        if (lines.Length > 0 && lines[0] != identity)
        {
            throw new DatasetException(
                "output", $"'{_path}' is the journal of a search with other settings: {lines[0]}. Give another folder or the same settings.");
        }

        foreach (var line in lines.Skip(1))
        {
            if (TryParse(line) is { } outcome)
            {
                _outcomes[(outcome.Trial, outcome.Budget)] = outcome;
            }
        }

        // Whole again: what comes next must not be appended to half a line.
        File.WriteAllLines(_path, [identity, .. _outcomes.Values.Select(o => JsonSerializer.Serialize(o, Json))]);
    }

    public TrialOutcome? Find(int trial, int budget)
    {
        lock (_lock)
        {
            return _outcomes.GetValueOrDefault((trial, budget));
        }
    }

    public void Add(TrialOutcome outcome)
    {
        lock (_lock)
        {
            _outcomes[(outcome.Trial, outcome.Budget)] = outcome;
            if (_path is not null)
            {
                File.AppendAllText(_path, JsonSerializer.Serialize(outcome, Json) + "\n");
            }
        }
    }

    private static TrialOutcome? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<TrialOutcome>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
