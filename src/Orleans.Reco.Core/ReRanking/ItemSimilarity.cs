using System.Numerics.Tensors;

namespace Orleans.Reco.Core;

/// <summary>
/// How alike the items of a pool are, in [0,1]: the cosine of their vectors, or the overlap of their categories (Jaccard index) where
/// one has no vector.
/// </summary>
internal sealed class ItemSimilarity
{
    private readonly ReRankingContext _context;
    private readonly int[] _ordinals;
    private readonly int[] _rows;
    private readonly float[] _norms;

    public ItemSimilarity(IReadOnlyList<ScoredCandidate> pool, ReRankingContext context)
    {
        _context = context;
        _ordinals = new int[pool.Count];
        _rows = new int[pool.Count];
        _norms = new float[pool.Count];
        for (var i = 0; i < pool.Count; i++)
        {
            _ordinals[i] = pool[i].Ordinal;
            if (context.Vectors is { } vectors && vectors.TryGetRow(_ordinals[i], out _rows[i]))
            {
                _norms[i] = TensorPrimitives.Norm(vectors.Row(_rows[i]));
            }
        }
    }

    public float Between(int i, int j)
    {
        var norms = _norms[i] * _norms[j];
        return norms > 0 && float.IsFinite(norms)
            ? Math.Max(0, TensorPrimitives.Dot(_context.Vectors!.Row(_rows[i]), _context.Vectors.Row(_rows[j])) / norms)
            : Jaccard(_context.View[_ordinals[i]]?.Categories ?? [], _context.View[_ordinals[j]]?.Categories ?? []);
    }

    private static float Jaccard(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var common = a.Count(b.Contains);
        return common == 0 ? 0 : (float)common / (a.Count + b.Count - common);
    }
}
