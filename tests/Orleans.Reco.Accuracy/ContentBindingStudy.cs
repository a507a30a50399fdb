using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;
using Orleans.Reco.Testing;

namespace Orleans.Reco.Accuracy;

/// <summary>What it takes to give a catalog vectors from content: all at once, and one item after a change.</summary>
internal static class ContentBindingStudy
{
    private const int Dimension = 64;

    private static readonly ContentSpec Spec = new(ContentFeatures.CurrentScheme, Buckets: 1 << 14, MaxTokens: 96);

    public static Task RunAsync(string[] args)
    {
        var items = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var folder = Directory.CreateTempSubdirectory("reco-binding-").FullName;
        try
        {
            Measure(Bundle(folder), items);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    private static void Measure(ModelBundle bundle, int items)
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 2_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(3, 9)).Select(_ => (char)('a' + random.Next(26)))))];
        CatalogItem Item(int i) => new() { ItemId = $"cold-{i}", Title = string.Join(' ', random.GetItems(words, 5)), Price = random.Next(1, 1_000) };
        var catalog = CatalogView.Empty("default").Apply([.. Enumerable.Range(0, items).Select(i => new CatalogEntry(i, $"cold-{i}", Item(i)))]);
        var sessions = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        var clock = Stopwatch.StartNew();
        using var model = ServingModel.Load(bundle, catalog, sessions);
        Print($"load and bind {items} items outside the vocabulary, one thread", clock);
        var changed = catalog.Apply([new CatalogEntry(7, "cold-7", Item(7))]);
        clock.Restart();
        using var rebound = model.Rebind(changed);
        Print("bind anew after one title changed", clock);
        clock.Restart();
        _ = rebound.Covers(changed.Apply([new ItemSignals(7, 1, 1, 1, default)]));
        Print("find that nothing has changed", clock);
    }

    private static void Print(string what, Stopwatch clock) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalMilliseconds:F1} ms"));

    private static ModelBundle Bundle(string folder)
    {
        var random = new Random(2);
        var weights = TestBundles.GruWeights(1_000, 3, Dimension, 128, seed: 1);
        _ = BundleWriter.Write(
            folder,
            new BundleManifest
            {
                Version = BundleVersion.Create(DateTimeOffset.UnixEpoch, "binding"),
                Tenant = "default",
                Architecture = "gru",
                CreatedAt = DateTimeOffset.UnixEpoch,
                Dimension = Dimension,
                StateDimension = 128,
                MaxLength = 50,
                EventTypes = TestBundles.EventTypes,
                Content = Spec,
            },
            new BundleContents
            {
                ItemIds = [.. Enumerable.Range(0, 1_000).Select(i => $"warm-{i}")],
                ItemVectors = weights.ItemEmbedding.AsMemory(Dimension),
                Popularity = new float[1_000],
                Encode = GruEncoderGraphs.BuildEncode(weights),
                Step = GruEncoderGraphs.BuildStep(weights),
                Content = ContentTowerGraph.Build(new ContentTowerWeights
                {
                    Spec = Spec,
                    Dimension = Dimension,
                    TokenWeights = [0, .. TestBundles.Uniform(random, Spec.Buckets - 1, 1f)],
                    Embedding = TestBundles.Uniform(random, Spec.Buckets * Dimension, 1f),
                    Numbers = TestBundles.Uniform(random, ContentFeatures.NumberCount * Dimension, 1f),
                    Bias = TestBundles.Uniform(random, Dimension, 1f),
                }),
            });
        return ModelBundle.Open(folder);
    }
}
