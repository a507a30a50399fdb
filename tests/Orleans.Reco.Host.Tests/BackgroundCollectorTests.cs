using System.Text.Json;

namespace Orleans.Reco.Tests;

public sealed class BackgroundCollectorTests
{
    private const string Idle = "5";
    private const int Items = 500;

    // Of /proc/…/stat, counted behind the name, which is in parentheses and may hold anything.
    private const int Policy = 38;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task In_a_host_that_scores_the_collectors_background_threads_stand_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux alone has such a class of threads.");
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(data.Path, "--Reco:Demo:Enabled=false");
        await host.PutItemsAsync(Items);
        _ = await host.GetAsync<JsonElement>("/v1/users/someone/recommendations?count=3");

        // It looks for the threads when memory is collected, and so memory must be used up.
        using var deadline = new CancellationTokenSource(Deadline);
        while (Policies(host.ProcessId) is var policies && (policies.Length == 0 || policies.Any(policy => policy != Idle)))
        {
            deadline.Token.ThrowIfCancellationRequested();
            await host.PutItemsAsync(Items);
        }
    }

    private static string[] Policies(int process) =>
        [.. Directory.GetDirectories($"/proc/{process}/task").Select(Stat).Where(stat => stat.Contains("(.NET BGC)", StringComparison.Ordinal))
            .Select(stat => stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[Policy])];

    private static string Stat(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "stat"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
