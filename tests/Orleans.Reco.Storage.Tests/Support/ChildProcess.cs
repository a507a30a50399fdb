using System.Diagnostics;

namespace Orleans.Reco.Storage.Tests;

/// <summary>This assembly again, in a process of its own, for tests that kill it.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command of <see cref="Program"/> until it has printed so many lines, kills it, and returns all that it printed.</summary>
    public static async Task<List<string>> RunAndKillAsync(int lines, params string[] arguments)
    {
        var program = Path.ChangeExtension(typeof(ChildProcess).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        using var child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var printed = new List<string>();
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().OrFail() is { } line)
        {
            printed.Add(line);
            if (printed.Count == lines)
            {
                // SIGKILL on POSIX. What the child has printed by then is still in the pipe and counts.
                child.Kill();
            }
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken).OrFail();
        return printed;
    }
}
