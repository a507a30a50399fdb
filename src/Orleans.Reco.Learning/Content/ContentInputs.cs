using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning;

/// <summary>The contents of items as a tower takes them: tokens with their weights, and numbers.</summary>
internal sealed class ContentInputs
{
    private readonly long[][] _tokens;
    private readonly float[][] _weights;
    private readonly float[] _numbers;

    /// <param name="contents">The items.</param>
    /// <param name="spec">How tokens are made.</param>
    /// <param name="tokenWeights">What each token counts, shape <c>[buckets]</c>; null = by how rare it is among these items.</param>
    public ContentInputs(IReadOnlyList<ItemContent> contents, ContentSpec spec, float[]? tokenWeights = null)
    {
        var features = new ContentFeatures(spec);
        _tokens = [.. contents.Select(features.Tokens)];
        _numbers = new float[contents.Count * ContentFeatures.NumberCount];
        for (var i = 0; i < contents.Count; i++)
        {
            ContentFeatures.Numbers(contents[i], _numbers.AsSpan(i * ContentFeatures.NumberCount, ContentFeatures.NumberCount));
        }

        TokenWeights = tokenWeights ?? Rarity(_tokens, spec.Buckets);
        _weights = Array.ConvertAll(_tokens, Normalised);
    }

    public int Count => _tokens.Length;

    /// <summary>What each token counts, shape <c>[buckets]</c>.</summary>
    public float[] TokenWeights { get; }

    /// <summary>The tokens of an item and what they count; the squares of the weights sum to 1.</summary>
    public (long[] Tokens, float[] Weights) Of(int item) => (_tokens[item], _weights[item]);

    /// <summary>The tokens of some items one after the other, where each item's begin, their weights, and the items' numbers.</summary>
    /// <param name="items">Positions of the items.</param>
    /// <param name="dropout">Share of the tokens that is left out; the others count as much more.</param>
    /// <param name="random">Draws them; null = none is left out.</param>
    public (long[] Tokens, long[] Starts, float[] Weights, float[] Numbers) Rows(
        ReadOnlySpan<int> items, double dropout = 0, Random? random = null)
    {
        var rest = (float)(1 / (1 - dropout));
        var tokens = new List<long>();
        var weights = new List<float>();
        var starts = new long[items.Length];
        var numbers = new float[items.Length * ContentFeatures.NumberCount];
        for (var i = 0; i < items.Length; i++)
        {
            starts[i] = tokens.Count;
            for (var t = 0; t < _tokens[items[i]].Length; t++)
            {
                if (random is null || random.NextDouble() >= dropout)
                {
                    tokens.Add(_tokens[items[i]][t]);
                    weights.Add(random is null ? _weights[items[i]][t] : rest * _weights[items[i]][t]);
                }
            }

            _numbers.AsSpan(items[i] * ContentFeatures.NumberCount, ContentFeatures.NumberCount)
                .CopyTo(numbers.AsSpan(i * ContentFeatures.NumberCount));
        }

        return ([.. tokens], starts, [.. weights], numbers);
    }

    // Inverse document frequency (Spärck Jones 1972). A token that no item has counts most: it pulls an unfamiliar title to the mean.
    private static float[] Rarity(long[][] tokens, int buckets)
    {
        var items = new int[buckets];
        foreach (var token in tokens.SelectMany(t => t))
        {
            items[token]++;
        }

        var rarity = Array.ConvertAll(items, n => (float)Math.Log((tokens.Length + 1.0) / (n + 1.0)));
        rarity[0] = 0;
        return rarity;
    }

    private float[] Normalised(long[] tokens)
    {
        var weights = Array.ConvertAll(tokens, t => TokenWeights[t]);
        var norm = MathF.Sqrt(weights.Sum(w => w * w) + ContentTowerGraph.Epsilon);
        return Array.ConvertAll(weights, w => w / norm);
    }
}
