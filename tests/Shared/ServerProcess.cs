using System.Diagnostics;

namespace Orleans.Reco.Testing;

/// <summary>A server as a child process: started, waited for until it says that it is ready, killed at the end.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Whether a program of this name is on the path.</summary>
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts a program and returns once it prints a line with the given text, together with that line.</summary>
    public static async Task<(ServerProcess Server, string ReadyLine)> StartAsync(
        string program, string ready, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var readyLine = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, output) =>
        {
            if (output.Data is null)
            {
                _ = readyLine.TrySetException(new InvalidOperationException($"{program} ended before it was ready."));
            }
            else if (output.Data.Contains(ready, StringComparison.Ordinal))
            {
                _ = readyLine.TrySetResult(output.Data);
            }
        };
        process.BeginOutputReadLine();
        return (new ServerProcess(process), await readyLine.Task.WaitAsync(StartDeadline));
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
