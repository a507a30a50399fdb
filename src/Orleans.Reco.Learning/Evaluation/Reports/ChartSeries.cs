namespace Orleans.Reco.Learning;

/// <summary>Points of one colour.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Where they are; not finite ones are left out.</param>
/// <param name="Style">How they are drawn.</param>
/// <param name="Colour">Which of the page's eight colours, from 0; null = the next one.</param>
internal sealed record ChartSeries(
    string Name, IReadOnlyList<(double X, double Y)> Points, ChartStyle Style = ChartStyle.Line, int? Colour = null);
