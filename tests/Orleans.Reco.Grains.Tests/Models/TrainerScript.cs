using Orleans.Reco.Core;

namespace Orleans.Reco.Tests;

/// <summary>What a test's trainer makes: by default bundles of random weights, each of another seed, over the first 20 items.</summary>
internal sealed class TrainerScript(string root)
{
    private int _made;

    /// <summary>Writes a bundle into a folder and gives its version.</summary>
    public Func<string, int, string> Write { get; set; } = (folder, number) => TestBundles.Write(
        folder,
        [.. Enumerable.Range(0, 20).Select(i => $"item-{i}")],
        new TestBundleOptions { Seed = number, Ranker = true }).Version;

    public Dictionary<string, double> Metrics { get; } = new() { [GateMetrics.Served] = 0.2, [GateMetrics.Popularity] = 0.1 };

    public (string Folder, string Version) Make()
    {
        var number = Interlocked.Increment(ref _made);
        var folder = Path.Combine(root, $"trained-{number}-{Guid.NewGuid():N}");
        return (folder, Write(folder, number));
    }
}
