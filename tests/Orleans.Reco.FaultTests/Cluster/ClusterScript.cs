using System.Diagnostics;

namespace Orleans.Reco.FaultTests;

/// <summary>Runs <c>cluster.sh</c> or a script like it, so that this program breaks nothing that an operator could not break by hand.</summary>
/// <param name="path">The script.</param>
/// <param name="settings">Environment variables for what it starts.</param>
internal sealed class ClusterScript(string path, params (string Name, string Value)[] settings)
{
    /// <summary>Runs a command of the script and returns when it is done.</summary>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public async Task RunAsync(string command)
    {
        using var script = Start(command);
        await script.WaitForExitAsync();
        if (script.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{path} {command}' failed with exit code {script.ExitCode}.");
        }
    }

    /// <summary>Starts silos again that end by themselves, as a service manager does, until it is disposed.</summary>
    public ClusterWatch Watch() => new(Start("watch", readable: true));

    /// <summary>The folder of what the script has started.</summary>
    public string Root =>
        Environment.GetEnvironmentVariable("RECO_LOCAL") ?? Path.GetFullPath(Path.Combine(path, "../../../artifacts/local"));

    /// <summary>The hosts that run, by their names, and their process ids.</summary>
    public IEnumerable<(string Name, int ProcessId)> Hosts() =>
        from folder in Directory.GetDirectories(Root)
        let name = Path.GetFileName(folder)
        where name == "web" || name.StartsWith("silo-", StringComparison.Ordinal)
        let file = Path.Combine(folder, "pid")
        where File.Exists(file)
        select (name, int.Parse(File.ReadAllText(file)));

    private Process Start(string command, bool readable = false)
    {
        var start = new ProcessStartInfo("bash", [path, .. command.Split(' ')]) { RedirectStandardError = readable };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
