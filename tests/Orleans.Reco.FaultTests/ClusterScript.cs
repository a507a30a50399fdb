using System.Diagnostics;

namespace Orleans.Reco.FaultTests;

/// <summary>Runs <c>cluster.sh</c>, so that this program breaks nothing that an operator could not break by hand.</summary>
internal sealed class ClusterScript(string path)
{
    /// <summary>Runs a command of the script and returns when it is done.</summary>
    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public async Task RunAsync(string command)
    {
        using var script = Process.Start(new ProcessStartInfo("bash", [path, .. command.Split(' ')]))!;
        await script.WaitForExitAsync();
        if (script.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{path} {command}' failed with exit code {script.ExitCode}.");
        }
    }

    /// <summary>The folder that all silos share, as the script has it.</summary>
    public string SharedFolder =>
        Path.Combine(
            Environment.GetEnvironmentVariable("RECO_LOCAL") ?? Path.GetFullPath(Path.Combine(path, "../../../artifacts/local")), "shared");
}
