using Orleans.Reco.Inference;

namespace Orleans.Reco.LoadTests;

/// <summary>A bundle with the shapes of the reference load and random weights: arithmetic costs the same whatever the numbers are.</summary>
internal static class ReferenceBundle
{
    private const int EventTypes = 3;

    public static string[] Features { get; } = [RankerFeatures.Dot, RankerFeatures.Neighbour, RankerFeatures.LogPopularity];

    public static BundleManifest Write(string folder, ReferenceLoad load)
    {
        var made = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var weights = TestBundles.GruWeights(load.Items, EventTypes, load.Dimension, load.Dimension, load.Seed, projection: false);
        var random = new Random(load.Seed);
        var manifest = new BundleManifest
        {
            Version = BundleVersion.Create(made, $"reference {load.Items} x {load.Dimension}, seed {load.Seed}"),
            Tenant = RecoKey.DefaultTenant,
            Architecture = "gru",
            CreatedAt = made,
            Dimension = load.Dimension,
            StateDimension = load.Dimension,
            MaxLength = load.EventsPerUser,
            EventTypes = TestBundles.EventTypes,
            RankerFeatures = Features,
        };
        DenseLayer[] ranker =
        [
            TestBundles.Dense(random, (2 * load.Dimension) + Features.Length, 256),
            TestBundles.Dense(random, 256, 128),
            TestBundles.Dense(random, 128, 1),
        ];
        return BundleWriter.Write(folder, manifest, new BundleContents
        {
            ItemIds = [.. Enumerable.Range(0, load.Items).Select(ReferenceLoad.ItemId)],
            ItemVectors = weights.ItemEmbedding.AsMemory(load.Dimension),
            Popularity = Array.ConvertAll(TestBundles.Uniform(random, load.Items, 100f), MathF.Abs),
            Encode = GruEncoderGraphs.BuildEncode(weights),
            Step = GruEncoderGraphs.BuildStep(weights),
            Ranker = MlpRankerGraph.Build(load.Dimension, Features.Length, ranker),
        });
    }
}
