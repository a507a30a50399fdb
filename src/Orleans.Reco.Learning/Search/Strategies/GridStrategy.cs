namespace Orleans.Reco.Learning;

/// <summary>All combinations of as many evenly spaced values a dimension as the number of trials has room for, ends included.</summary>
internal sealed class GridStrategy : ISearchStrategy
{
    private readonly int[] _points;

    public GridStrategy(IReadOnlyList<SearchDimension> dimensions, int trials)
    {
        _points = [.. dimensions.Select(_ => 1)];
        int Most(int d) => dimensions[d].Scale == ParameterScale.Integer ? (int)Math.Min(1_000, dimensions[d].Max - dimensions[d].Min + 1) : 1_000;
        for (var grown = true; grown;)
        {
            grown = false;
            for (var d = 0; d < _points.Length; d++)
            {
                if (_points[d] < Most(d) && Size() / _points[d] * (_points[d] + 1) <= trials)
                {
                    _points[d]++;
                    grown = true;
                }
            }
        }
    }

    public int? Most => (int)Size();

    public double[] Choose(int number, IReadOnlyList<SearchTrial> finished, IReadOnlyList<double[]> pending)
    {
        var place = new double[_points.Length];
        var rest = number - 1;
        for (var d = 0; d < place.Length; d++)
        {
            place[d] = _points[d] == 1 ? 0.5 : (double)(rest % _points[d]) / (_points[d] - 1);
            rest /= _points[d];
        }

        return place;
    }

    private long Size() => _points.Aggregate(1L, (size, points) => size * points);
}
