using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Reco.LoadTests;

/// <summary>Everything that a run has found, in the order in which it was found.</summary>
internal sealed record LoadReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public required string Command { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Machine Machine { get; init; }

    public required ReferenceLoad Load { get; init; }

    public List<Figure> Figures { get; } = [];

    /// <summary>All open-loop runs by target.</summary>
    public Dictionary<string, IReadOnlyList<LoadResult>> Runs { get; } = [];

    /// <summary>What scoring workers did for the average query, by situation.</summary>
    public Dictionary<string, StageSummary> Stages { get; } = [];

    public void Add(Figure figure)
    {
        Figures.Add(figure);
        var verdict = figure.Met switch { true => "met", false => "NOT MET", null => "" };
        Console.WriteLine($"{figure.What}: {figure.Value:G4} {figure.Unit}  {figure.Target} {verdict}  {figure.Detail}");
    }

    public async Task WriteAsync(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.json"), JsonSerializer.Serialize(this, Json));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.html"), new ReportPage(this).ToHtml());
    }
}
