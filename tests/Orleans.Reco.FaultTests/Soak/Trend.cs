namespace Orleans.Reco.FaultTests;

/// <summary>
/// Whether something grows: the median of the slopes between all pairs of points (Theil, 1950; Sen, J. Am. Stat. Assoc. 63, 1968), which
/// a third of outliers does not move.
/// </summary>
/// <param name="Level">The median.</param>
/// <param name="Growth">Growth over the measured time, as a share of the median.</param>
internal sealed record Trend(double Level, double Growth)
{
    /// <summary>Flat is what grows by no more than this share of its median over the measured time.</summary>
    public const double Bound = 0.05;

    public bool IsFlat => Growth <= Bound;

    /// <param name="points">Times and values; at least two times.</param>
    public static Trend Of(IReadOnlyList<(double Time, double Value)> points)
    {
        var slopes = new List<double>();
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
            {
                slopes.Add((points[j].Value - points[i].Value) / (points[j].Time - points[i].Time));
            }
        }

        var level = Median([.. points.Select(point => point.Value)]);
        return new Trend(level, slopes.Count == 0 ? 0 : Median(slopes) * (points[^1].Time - points[0].Time) / level);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
