using System.Text.Json;

namespace Orleans.Reco.Host;

/// <summary>How far the first run got, in a small file beside the store, so that a run that was stopped goes on where it was.</summary>
internal sealed class DemoProgress(string dataPath)
{
    private readonly string _path = Path.Combine(dataPath, "demo.json");

    private sealed record Content(DateTimeOffset End, int Events, bool Done, string[] Regulars);

    public bool Done => Read() is { Done: true };

    /// <summary>Shoppers with a history, once the shop is filled.</summary>
    public string[] Regulars => Read()?.Regulars ?? [];

    /// <summary>The time at which the simulated events end, the same in every run, and the number of events sent before.</summary>
    /// <remarks>
    /// A whole second, as events are stored by it: which of them share one would else depend on the moment of the first run, and with it the order
    /// in which a model learns them.
    /// </remarks>
    public (DateTimeOffset End, int Events) Begin(DateTimeOffset now)
    {
        var content = Read() ?? new Content(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), 0, false, []);
        return (content.End, content.Events);
    }

    public void Save(DateTimeOffset end, int events) => Write(new Content(end, events, false, []));

    public void Finish(DateTimeOffset end, int events, string[] regulars) => Write(new Content(end, events, true, regulars));

    private Content? Read() => File.Exists(_path) ? JsonSerializer.Deserialize<Content>(File.ReadAllText(_path)) : null;

    private void Write(Content content)
    {
        var temporary = _path + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(content));
        File.Move(temporary, _path, overwrite: true);
    }
}
