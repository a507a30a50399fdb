using System.Globalization;

namespace Orleans.Reco.Accuracy;

/// <summary>Mean and standard deviation over seeds, as text.</summary>
internal static class Spread
{
    /// <param name="values">One a seed.</param>
    public static string Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        var deviation = values.Count > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{mean:F4} ± {deviation:F4}");
    }
}
