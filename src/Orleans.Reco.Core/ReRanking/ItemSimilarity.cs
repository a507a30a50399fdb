using System.Numerics.Tensors;

namespace Orleans.Reco.Core;

/// <summary>
/// How alike the items of a pool are, in [0,1]: the cosine of their vectors, or the overlap of their categories (Jaccard index) where
/// one has no vector. Reusable; not thread-safe.
/// </summary>
internal sealed class ItemSimilarity
{
    private const float NotAsked = -1;

    private ReRankingContext _context = null!;
    private int[] _ordinals = [];
    private int[] _rows = [];
    private float[] _norms = [];

    /// <summary>Begins another pool.</summary>
    public void Begin(ReadOnlySpan<ScoredCandidate> pool, ReRankingContext context)
    {
        _context = context;
        if (_ordinals.Length < pool.Length)
        {
            (_ordinals, _rows, _norms) = (new int[pool.Length], new int[pool.Length], new float[pool.Length]);
        }

        for (var i = 0; i < pool.Length; i++)
        {
            (_ordinals[i], _norms[i]) = (pool[i].Ordinal, NotAsked);
        }
    }

    /// <summary>Forgets the pool: it holds a whole catalog.</summary>
    public void End() => _context = null!;

    public float Between(int i, int j)
    {
        var norms = Norm(i) * Norm(j);
        return norms > 0 && float.IsFinite(norms)
            ? Math.Max(0, TensorPrimitives.Dot(_context.Vectors!.Row(_rows[i]), _context.Vectors.Row(_rows[j])) / norms)
            : Jaccard(_context.View[_ordinals[i]]?.Categories ?? [], _context.View[_ordinals[j]]?.Categories ?? []);
    }

    /// <summary>The length of an item's vector, 0 where it has none. Most of a pool are never asked for.</summary>
    private float Norm(int i)
    {
        if (_norms[i] == NotAsked)
        {
            _norms[i] = _context.Vectors is { } vectors && vectors.TryGetRow(_ordinals[i], out _rows[i])
                ? TensorPrimitives.Norm(vectors.Row(_rows[i]))
                : 0;
        }

        return _norms[i];
    }

    private static float Jaccard(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var common = 0;
        for (var i = 0; i < a.Count; i++)
        {
            for (var j = 0; j < b.Count; j++)
            {
                if (a[i] == b[j])
                {
                    common++;
                    break;
                }
            }
        }

        return common == 0 ? 0 : (float)common / (a.Count + b.Count - common);
    }
}
