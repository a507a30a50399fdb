using System.Numerics.Tensors;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <summary>
/// Items like an item: what users touch together now, what they did together in the training window, and what the model puts near.
/// The three orders are merged by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).
/// </summary>
internal static class SimilarItems
{
    private const float FusionConstant = 60;

    public static ScoreResult Find(TenantSnapshot tenant, int ordinal, int count)
    {
        var scores = new Dictionary<int, float>();
        Fuse(scores, tenant.Catalog[ordinal]!.Signals.CoVisits.Span);
        if (tenant.Model is { } model)
        {
            Fuse(scores, model.Neighbours?.Of(ordinal).Select(neighbour => neighbour.Ordinal).ToArray() ?? []);
            Fuse(scores, Nearest(model.Vectors, ordinal, count));
        }

        var candidates = scores
            .Where(score => score.Key != ordinal)
            .Select(score => new ScoredCandidate(score.Key, score.Value, ordinal, CandidateSource.Similar))
            .OrderByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Ordinal)
            .Take(count)
            .ToArray();
        return new ScoreResult
        {
            ModelVersion = tenant.Model?.Version ?? ScoreResult.NoModel,
            Candidates = new Packed<ScoredCandidate>(candidates),
        };
    }

    private static void Fuse(Dictionary<int, float> scores, ReadOnlySpan<int> ranked)
    {
        for (var rank = 0; rank < ranked.Length; rank++)
        {
            scores[ranked[rank]] = scores.GetValueOrDefault(ranked[rank]) + (1 / (FusionConstant + rank + 1));
        }
    }

    /// <summary>By cosine: unlike the dot product, it does not favour what is popular anyway.</summary>
    private static int[] Nearest(ItemVectors vectors, int ordinal, int count)
    {
        if (!vectors.TryGetVector(ordinal, out var vector))
        {
            return [];
        }

        var nearest = new TopK(count);
        for (var row = 0; row < vectors.Count; row++)
        {
            if (vectors.Rows.Ordinals[row] is >= 0 and var other && other != ordinal)
            {
                nearest.Offer(TensorPrimitives.CosineSimilarity(vector, vectors.Row(row)), other);
            }
        }

        var ordinals = new int[nearest.Count];
        nearest.Drain(ordinals, new float[ordinals.Length]);
        return ordinals;
    }
}
