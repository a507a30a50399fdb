using Xunit.MicrosoftTestingPlatform;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Runs the tests, or plays another part in a process of its own.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        [AppendUntilKilled.Command, var folder, var prefix] => await AppendUntilKilled.RunAsync(folder, prefix),
        [WriteUntilKilled.Command, var folder] => await WriteUntilKilled.RunAsync(folder),
        [Throughput.Command, var folder] => await Throughput.RunAsync(folder),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
