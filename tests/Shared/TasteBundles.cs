using Orleans.Reco.Inference;

namespace Orleans.Reco.Testing;

/// <summary>
/// A bundle of two tastes with weights by hand: items are red or blue, a user is what they touched last, and the content tower knows the
/// words "red" and "blue".
/// </summary>
internal static class TasteBundles
{
    private const int Dimension = 4;

    private static readonly ContentSpec Spec = new(ContentFeatures.CurrentScheme, Buckets: 4096, MaxTokens: 64);

    public static string[] Ids(int count) => [.. Enumerable.Range(0, count).Select(i => $"{Colour(i)}-{i}")];

    /// <summary>Even items are red, odd ones blue.</summary>
    public static string Colour(int item) => item % 2 == 0 ? "red" : "blue";

    public static BundleManifest Write(string folder, int items, bool content = true)
    {
        var made = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var weights = Encoder(items);
        var manifest = new BundleManifest
        {
            Version = BundleVersion.Create(made, $"tastes {content}"),
            Tenant = "default",
            Architecture = "gru",
            CreatedAt = made,
            Dimension = Dimension,
            StateDimension = Dimension,
            MaxLength = 50,
            EventTypes = TestBundles.EventTypes,
            Content = content ? Spec : null,
        };
        return BundleWriter.Write(folder, manifest, new BundleContents
        {
            ItemIds = Ids(items),
            ItemVectors = weights.ItemEmbedding.AsMemory(Dimension),
            Popularity = new float[items],
            Encode = GruEncoderGraphs.BuildEncode(weights),
            Step = GruEncoderGraphs.BuildStep(weights),
            Content = content ? ContentTowerGraph.Build(Tower()) : default(ReadOnlyMemory<byte>),
        });
    }

    // h' = (1 - z) n + z h with z = 0 and n = tanh(x): the state is the last item, whatever came before.
    private static GruEncoderWeights Encoder(int items)
    {
        var embedding = new float[(items + 1) * Dimension];
        for (var i = 0; i < items; i++)
        {
            Direction(Colour(i), 1 - (0.001f * i)).CopyTo(embedding, (i + 1) * Dimension);
        }

        var inputs = new float[3 * Dimension * Dimension];
        var bias = new float[3 * Dimension];
        for (var i = 0; i < Dimension; i++)
        {
            inputs[(((2 * Dimension) + i) * Dimension) + i] = 1;
            bias[Dimension + i] = -50;
        }

        return new GruEncoderWeights
        {
            Items = items,
            Events = 3,
            Dimension = Dimension,
            StateDimension = Dimension,
            ItemEmbedding = embedding,
            EventEmbedding = new float[4 * Dimension],
            WeightIh = inputs,
            WeightHh = new float[3 * Dimension * Dimension],
            BiasIh = bias,
            BiasHh = new float[3 * Dimension],
        };
    }

    private static ContentTowerWeights Tower()
    {
        var embedding = new float[Spec.Buckets * Dimension];
        var counts = new float[Spec.Buckets];
        foreach (var colour in (string[])["red", "blue"])
        {
            foreach (var token in new ContentFeatures(Spec).Tokens(new ItemContent { Title = colour }))
            {
                Direction(colour, 2).CopyTo(embedding, (int)token * Dimension);
                counts[token] = 1;
            }
        }

        return new ContentTowerWeights
        {
            Spec = Spec,
            Dimension = Dimension,
            TokenWeights = counts,
            Embedding = embedding,
            Numbers = new float[ContentFeatures.NumberCount * Dimension],
            Bias = new float[Dimension],
        };
    }

    private static float[] Direction(string colour, float length) => colour == "red" ? [length, 0, 0, 0] : [0, length, 0, 0];
}
