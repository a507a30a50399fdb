using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>From values to places, and the values that are written beside an axis.</summary>
internal sealed class ChartAxis
{
    private readonly double _low;
    private readonly double _high;
    private readonly bool _logarithmic;

    private ChartAxis(double low, double high, bool logarithmic)
    {
        (_low, _high, _logarithmic) = (low, high, logarithmic);
        Ticks = logarithmic ? LogarithmicTicks() : LinearTicks();
    }

    /// <summary>Values with their labels.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks { get; }

    /// <summary>An axis over values, a little wider than they are where no range is given.</summary>
    public static ChartAxis Over(IEnumerable<double> values, (double Low, double High)? range, bool logarithmic)
    {
        if (range is { } given)
        {
            return new ChartAxis(given.Low, given.High, logarithmic);
        }

        var all = values.Select(v => logarithmic ? Math.Log10(v) : v).DefaultIfEmpty().ToArray();
        var (low, high) = (all.Min(), all.Max());
        var margin = high > low ? 0.04 * (high - low) : Math.Max(1e-9, 0.1 * Math.Abs(high));
        return logarithmic
            ? new ChartAxis(Math.Pow(10, low - margin), Math.Pow(10, high + margin), true)
            : new ChartAxis(low - margin, high + margin, false);
    }

    /// <summary>Where a value stands, 0 at the beginning of the axis and 1 at its end.</summary>
    public double Share(double value) => _logarithmic
        ? (Math.Log(value) - Math.Log(_low)) / (Math.Log(_high) - Math.Log(_low))
        : (value - _low) / (_high - _low);

    private List<(double, string)> LinearTicks()
    {
        var rough = (_high - _low) / 5;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 5, 10 }.Select(m => m * magnitude).First(s => s >= rough * 0.8);
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 10);
        var ticks = new List<(double, string)>();
        for (var at = Math.Ceiling((_low / step) - 1e-9); at * step <= _high + (step * 1e-6); at++)
        {
            ticks.Add((at * step, (at * step + 0.0).ToString($"F{decimals}", CultureInfo.InvariantCulture)));
        }

        return ticks;
    }

    private List<(double, string)> LogarithmicTicks()
    {
        var (first, last) = (Math.Ceiling(Math.Log10(_low) - 1e-9), Math.Floor(Math.Log10(_high) + 1e-9));
        var decades = new List<(double, string)>();
        for (var at = first; at <= last; at++)
        {
            decades.Add((Math.Pow(10, at), Math.Pow(10, at).ToString("G3", CultureInfo.InvariantCulture)));
        }

        static string Text(double value) => value.ToString("G2", CultureInfo.InvariantCulture);
        return decades.Count >= 2 ? decades : [(_low, Text(_low)), (_high, Text(_high))];
    }
}
