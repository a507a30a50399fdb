using Orleans.Reco.Inference;

namespace Orleans.Reco.Accuracy;

/// <summary>
/// The baseline: content-based filtering without popularity or learning. Items are TF-IDF vectors of unit length; an item's score is its
/// cosine with the user's profile, the weighted sum of the items of the history, or with the most alike of them.
/// </summary>
internal sealed class ContentKnn
{
    private readonly (int Token, float Weight)[][] _items;
    private readonly int _tokens;

    public ContentKnn(IReadOnlyList<ItemContent> contents, bool wordsOnly)
    {
        var features = new ContentFeatures(new ContentSpec(ContentFeatures.CurrentScheme, 1 << 20, 512));
        var index = new Dictionary<object, int>();
        var tokens = contents
            .Select(c => (wordsOnly ? Words(c.Title).Cast<object>() : features.Tokens(c).Cast<object>())
                .Select(t => index.TryGetValue(t, out var i) ? i : index[t] = index.Count)
                .ToArray())
            .ToArray();
        _tokens = index.Count;
        var frequency = new int[_tokens];
        foreach (var token in tokens.SelectMany(t => t))
        {
            frequency[token]++;
        }

        _items = Array.ConvertAll(tokens, row =>
        {
            var weights = Array.ConvertAll(row, t => (float)Math.Log((contents.Count + 1.0) / (frequency[t] + 1.0)));
            var norm = MathF.Sqrt(weights.Sum(w => w * w) + 1e-9f);
            return row.Select((t, i) => (t, weights[i] / norm)).ToArray();
        });
    }

    /// <summary>The score of each candidate for a history of item positions, oldest first.</summary>
    /// <param name="history">Positions among the contents.</param>
    /// <param name="candidates">Positions among the contents.</param>
    /// <param name="decay">What an item of the history counts against the one after it; 0 = the most alike item alone counts.</param>
    public float[] Score(IReadOnlyList<int> history, IReadOnlyList<int> candidates, float decay)
    {
        var profile = new float[_tokens];
        var scores = new float[candidates.Count];
        var weight = 1f;
        for (var at = history.Count - 1; at >= 0; at--)
        {
            foreach (var (token, value) in _items[history[at]])
            {
                profile[token] += weight * value;
            }

            if (decay == 0)
            {
                for (var i = 0; i < scores.Length; i++)
                {
                    scores[i] = Math.Max(scores[i], Dot(profile, candidates[i]));
                }

                foreach (var (token, _) in _items[history[at]])
                {
                    profile[token] = 0;
                }
            }

            weight *= decay == 0 ? 1 : decay;
        }

        for (var i = 0; i < scores.Length && decay > 0; i++)
        {
            scores[i] = Dot(profile, candidates[i]);
        }

        return scores;
    }

    private float Dot(float[] profile, int item)
    {
        var sum = 0f;
        foreach (var (token, value) in _items[item])
        {
            sum += profile[token] * value;
        }

        return sum;
    }

    private static IEnumerable<string> Words(string title) =>
        title.ToLowerInvariant().Split([' ', ',', '.', '-', '/', '&', '"', '\'', '(', ')', '+', '*', ':', '!'], StringSplitOptions.RemoveEmptyEntries).Distinct();
}
