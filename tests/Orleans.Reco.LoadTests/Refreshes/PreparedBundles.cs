using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Storage;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Bundles of the reference shape, each of another seed, made before the measurement: training runs on machines with the training role,
/// what it costs is measured elsewhere.
/// </summary>
internal sealed class PreparedBundles
{
    private readonly Queue<string> _left = [];

    /// <param name="folder">Where they are kept between runs.</param>
    /// <param name="load">Their shape.</param>
    /// <param name="count">How many.</param>
    public PreparedBundles(string folder, ReferenceLoad load, int count)
    {
        for (var seed = load.Seed + 1; seed <= load.Seed + count; seed++)
        {
            var bundle = Path.Combine(folder, $"bundle-{load.Items}-{seed}");
            if (!Directory.Exists(bundle))
            {
                ReferenceBundle.Write(bundle, load with { Seed = seed });
            }

            _left.Enqueue(bundle);
        }
    }

    /// <summary>What the gate sees of each.</summary>
    public static Dictionary<string, double> Metrics => new() { [GateMetrics.Served] = 0.2, [GateMetrics.Popularity] = 0.1 };

    /// <summary>Puts the next one into the store.</summary>
    public async Task<string> PublishNextAsync(IBundleStore bundles, string tenant)
    {
        var folder = _left.Dequeue();
        var version = ModelBundle.ReadManifest(folder).Version;
        await bundles.PublishAsync(tenant, version, folder);
        return version;
    }
}
