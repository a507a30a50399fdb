using System.Collections.Concurrent;
using System.Diagnostics;

namespace Orleans.Reco.FaultTests;

/// <summary>The script's <c>watch</c>, which starts hosts again that end by themselves.</summary>
internal sealed class ClusterWatch : IDisposable
{
    private readonly Process _script;
    private readonly ConcurrentQueue<string> _said = new();

    public ClusterWatch(Process script)
    {
        _script = script;
        _script.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } said)
            {
                Console.WriteLine($"  {said}");
                _said.Enqueue(said);
            }
        };
        _script.BeginErrorReadLine();
    }

    /// <summary>What it has said since it was last asked: a line for each host that ended.</summary>
    public IReadOnlyList<string> Take()
    {
        var said = new List<string>();
        while (_said.TryDequeue(out var line))
        {
            said.Add(line);
        }

        return said;
    }

    public void Dispose()
    {
        // With the sleep that it may be in.
        _script.Kill(entireProcessTree: false);
        _script.Dispose();
    }
}
