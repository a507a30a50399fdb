namespace Orleans.Reco.LoadTests;

/// <summary>What was measured of two in turns, each pair within seconds, so that both saw the same machine.</summary>
internal sealed class RatesInTurns
{
    private const int Batches = 4;

    private readonly List<double> _ours = [];
    private readonly List<double> _theirs = [];

    public double Ours => _ours.Average();

    public double Theirs => _theirs.Average();

    public double Ratio => Ours / Theirs;

    /// <summary>Adds a turn; there are to be four, or a multiple of it.</summary>
    public void Add(double ours, double theirs)
    {
        _ours.Add(ours);
        _theirs.Add(theirs);
    }

    /// <summary>
    /// The lower end of the one-sided 95 % interval of the ratio. One turn's rate follows from the last one's, so the means of longer stretches are
    /// what is taken for independent (batch means).
    /// </summary>
    public double LowerBound() =>
        SaturationSearch.LowerBound(
            [.. _ours.Zip(_theirs, (ours, theirs) => ours / theirs).Chunk(_ours.Count / Batches).Select(chunk => chunk.Average())]);

    /// <summary>The line of the target table: met where the ratio is above the target with confidence.</summary>
    public Figure ToFigure(string what, double target, string detail) => new(
        what,
        Ratio,
        "",
        $"≥ {target}",
        LowerBound() >= target,
        $"with 95 % confidence ≥ {LowerBound():F2}, {_ours.Count} turns; {detail}");

    public override string ToString() => $"{List(_ours)} against {List(_theirs)}";

    private static string List(IEnumerable<double> rates) => string.Join(", ", rates.Select(rate => $"{rate:F0}"));
}
