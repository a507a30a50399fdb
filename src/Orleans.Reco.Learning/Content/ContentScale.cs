using System.Numerics.Tensors;

namespace Orleans.Reco.Learning;

/// <summary>
/// What the scores of a model are to be multiplied by to be the logits of a softmax. Those of a model that was trained by a softmax are;
/// those of matrix factorisation lie in [0,1], and a tower that was trained on them as they are would outbid every learnt vector.
/// </summary>
internal static class ContentScale
{
    private const int MaxMoments = 500;
    private const int MaxItems = 1_000;

    // From 1/4 to 256 in steps of √2.
    private static readonly float[] Grid = [.. Enumerable.Range(-4, 21).Select(k => MathF.Pow(2, k / 2f))];

    /// <summary>The scale of the grid under which the items that were turned to next are most likely, by their learnt vectors.</summary>
    public static float Find(VectorSpace space, ContentMoments moments, int[] items, int seed)
    {
        var random = new Random(seed);
        var (d, sampled) = (space.Dimension, (int[])items.Clone());
        random.Shuffle(sampled);
        sampled = [.. sampled.Take(MaxItems)];
        var column = sampled.Select((item, i) => (item, i)).ToDictionary(x => x.item, x => x.i);
        var order = Enumerable.Range(0, moments.Count).ToArray();
        random.Shuffle(order);
        var likelihood = new double[Grid.Length];
        var scores = new float[sampled.Length];
        var logits = new float[sampled.Length];
        foreach (var moment in order.Take(MaxMoments))
        {
            int[] targets = [.. moments.Targets[moment].Where(column.ContainsKey).Select(t => column[t])];
            for (var i = 0; i < scores.Length && targets.Length > 0; i++)
            {
                scores[i] = TensorPrimitives.Dot(
                    moments.Users.AsSpan(moment * d, d), space.Items.Span.Slice(sampled[i] * d, d));
            }

            for (var g = 0; g < Grid.Length && targets.Length > 0; g++)
            {
                TensorPrimitives.Multiply(scores, Grid[g], logits);
                TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
                var chosen = targets.Sum(t => (double)logits[t]);
                TensorPrimitives.Exp<float>(logits, logits);
                likelihood[g] += chosen - (targets.Length * Math.Log(TensorPrimitives.Sum<float>(logits)));
            }
        }

        return Grid[Array.IndexOf(likelihood, likelihood.Max())];
    }
}
