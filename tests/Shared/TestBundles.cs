using Orleans.Reco.Inference;

namespace Orleans.Reco.Testing;

/// <summary>Bundles with random weights from a seed, for tests that need a model but not a good one.</summary>
internal static class TestBundles
{
    /// <summary>Event indices that the bundles are "trained" on.</summary>
    public static Dictionary<string, int> EventTypes =>
        new()
        {
            [Code(InteractionType.View)] = 1,
            [Code(InteractionType.Click)] = 1,
            [Code(InteractionType.Cart)] = 2,
            [Code(InteractionType.Purchase)] = 3,
        };

    /// <summary>Writes a whole bundle; equal arguments give equal files.</summary>
    public static BundleManifest Write(string folder, IReadOnlyList<string> itemIds, TestBundleOptions? options = null)
    {
        options ??= new TestBundleOptions();
        var weights = GruWeights(itemIds.Count, 3, options.Dimension, options.StateDimension, options.Seed);
        var random = new Random(options.Seed + 1);
        var neighbours = new int[itemIds.Count * options.Neighbours];
        var scores = new float[neighbours.Length];
        for (var i = 0; i < neighbours.Length; i++)
        {
            neighbours[i] = random.Next(1, itemIds.Count + 1);
            scores[i] = 1f / ((i % options.Neighbours) + 1);
        }

        var manifest = new BundleManifest
        {
            Version = BundleVersion.Create(options.CreatedAt, $"seed {options.Seed}"),
            Tenant = options.Tenant,
            Architecture = "gru",
            CreatedAt = options.CreatedAt,
            Dimension = options.Dimension,
            StateDimension = options.Step ? options.StateDimension : 0,
            MaxLength = options.MaxLength,
            NeighbourWeight = options.NeighbourWeight,
            EventTypes = EventTypes,
            RankerFeatures = options.Ranker ? [RankerFeatures.Dot, RankerFeatures.Neighbour, RankerFeatures.LogPopularity] : [],
            RankerPrecision = options.RankerPrecision,
        };
        return BundleWriter.Write(
            folder,
            manifest,
            new BundleContents
            {
                ItemIds = itemIds,
                ItemVectors = weights.ItemEmbedding.AsMemory(options.Dimension),
                Popularity = Array.ConvertAll(Uniform(random, itemIds.Count, 100f), MathF.Abs),
                Neighbours = neighbours,
                NeighbourScores = scores,
                Encode = GruEncoderGraphs.BuildEncode(weights),
                Step = options.Step ? GruEncoderGraphs.BuildStep(weights) : default(ReadOnlyMemory<byte>),
                Ranker = options.Ranker ? RankerGraph(random, options) : default(ReadOnlyMemory<byte>),
            });
    }

    /// <summary>GRU weights of the size that training gives them.</summary>
    public static GruEncoderWeights GruWeights(int items, int events, int dimension, int stateDimension, int seed, bool projection = true)
    {
        var random = new Random(seed);
        var scale = 1f / MathF.Sqrt(stateDimension);
        return new GruEncoderWeights
        {
            Items = items,
            Events = events,
            Dimension = dimension,
            StateDimension = stateDimension,
            ItemEmbedding = Uniform(random, (items + 1) * dimension, 1f),
            EventEmbedding = Uniform(random, (events + 1) * dimension, 0.5f),
            WeightIh = Uniform(random, 3 * stateDimension * dimension, scale),
            WeightHh = Uniform(random, 3 * stateDimension * stateDimension, scale),
            BiasIh = Uniform(random, 3 * stateDimension, scale),
            BiasHh = Uniform(random, 3 * stateDimension, scale),
            Projection = projection ? Uniform(random, dimension * stateDimension, scale) : null,
            ProjectionBias = projection ? Uniform(random, dimension, scale) : null,
        };
    }

    /// <summary>A dense layer.</summary>
    public static DenseLayer Dense(Random random, int inputs, int outputs) =>
        new(inputs, outputs, Uniform(random, inputs * outputs, 1f / MathF.Sqrt(inputs)), Uniform(random, outputs, 0.1f));

    /// <summary>Values in (-scale, scale).</summary>
    public static float[] Uniform(Random random, int count, float scale)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * scale;
        }

        return values;
    }

    private static byte[] RankerGraph(Random random, TestBundleOptions options)
    {
        var width = (2 * options.Dimension) + 3;
        DenseLayer[] layers = [Dense(random, width, 32), Dense(random, 32, 1)];
        return options.RankerPrecision == RankerPrecision.Int8
            ? MlpRankerGraph.BuildInt8(options.Dimension, 3, layers, Uniform(random, 100 * width, 1f))
            : MlpRankerGraph.Build(options.Dimension, 3, layers);
    }

    private static string Code(InteractionType type) => ((byte)type).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What a test bundle is like.</summary>
internal sealed record TestBundleOptions
{
    public int Seed { get; init; } = 1;

    public string Tenant { get; init; } = "default";

    public DateTimeOffset CreatedAt { get; init; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public int Dimension { get; init; } = 16;

    public int StateDimension { get; init; } = 24;

    public int MaxLength { get; init; } = 50;

    public int Neighbours { get; init; } = 5;

    public float NeighbourWeight { get; init; } = 0.5f;

    public bool Step { get; init; } = true;

    public bool Ranker { get; init; }

    public RankerPrecision RankerPrecision { get; init; }
}
