namespace Orleans.Reco.Core;

/// <summary>
/// How far a distribution of scores has moved: the population stability index between the first scores that were seen, cut into ten
/// parts of equal size, and the latest (Siddiqi, Credit Risk Scorecards, 2006; a symmetric Kullback–Leibler divergence). Not thread-safe.
/// </summary>
public sealed class ScoreDrift
{
    private const int Parts = 10;

    private readonly int _size;
    private readonly List<float> _first = [];
    private readonly Queue<int> _latest = new();
    private readonly int[] _counts = new int[Parts];
    private float[] _edges = [];

    /// <param name="size">Scores of the first sample and of the latest. Default: 2,000.</param>
    public ScoreDrift(int size = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 10 * Parts);
        _size = size;
    }

    /// <summary>The index; 0 until both samples are full.</summary>
    public double Index
    {
        get
        {
            if (_latest.Count < _size)
            {
                return 0;
            }

            // Half a score more in each part, so that an empty one is no infinity.
            const double expected = 1.0 / Parts;
            return _counts
                .Select(count => (count + 0.5) / (_size + (0.5 * Parts)))
                .Sum(share => (share - expected) * Math.Log(share / expected));
        }
    }

    /// <summary>Takes a score in.</summary>
    public void Add(float score)
    {
        if (!float.IsFinite(score))
        {
            return;
        }

        if (_first.Count < _size)
        {
            _first.Add(score);
            if (_first.Count == _size)
            {
                _first.Sort();
                _edges = [.. Enumerable.Range(1, Parts - 1).Select(part => _first[part * _size / Parts])];
            }

            return;
        }

        var at = Array.BinarySearch(_edges, score);
        var found = at >= 0 ? at + 1 : ~at;
        _counts[found]++;
        _latest.Enqueue(found);
        if (_latest.Count > _size)
        {
            _counts[_latest.Dequeue()]--;
        }
    }
}
