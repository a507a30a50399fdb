using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>A small inline SVG of series over two axes. Colours come from the page's CSS classes, so that it fits light and dark.</summary>
internal sealed class SvgChart(string xTitle, string yTitle)
{
    private const double Width = 460;
    private const double Height = 300;
    private const double Left = 64;
    private const double Right = 14;
    private const double Top = 12;
    private const double Bottom = 44;

    private readonly List<ChartSeries> _series = [];

    /// <summary>Where the axes begin and end; null = around the points.</summary>
    public (double Low, double High)? X { get; init; }

    /// <summary>The same for y.</summary>
    public (double Low, double High)? Y { get; init; }

    /// <summary>True where x steps by equal ratios.</summary>
    public bool LogarithmicX { get; init; }

    public SvgChart Add(ChartSeries series)
    {
        bool IsDrawn((double X, double Y) p) => double.IsFinite(p.X) && double.IsFinite(p.Y) && (!LogarithmicX || p.X > 0);
        _series.Add(series with { Points = [.. series.Points.Where(IsDrawn)] });
        return this;
    }

    /// <summary>The figure: legend, SVG and caption.</summary>
    public string ToHtml(string caption)
    {
        var html = new StringBuilder("<figure>");
        var coloured = _series.Where(s => s.Style != ChartStyle.Reference).ToArray();
        if (_series.Count > 1 || coloured.Any(s => s.Colour is not null))
        {
            _ = html.Append("<div class=\"legend\">");
            foreach (var series in _series)
            {
                _ = html.Append(Html.Invariant($"<span class=\"{Colour(series, coloured)}\"><i></i>{Html.Text(series.Name)}</span>"));
            }

            _ = html.Append("</div>");
        }

        var (x, y) = (ChartAxis.Over(Points(p => p.X), X, LogarithmicX), ChartAxis.Over(Points(p => p.Y), Y, logarithmic: false));
        _ = html.Append(Html.Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html.Text(caption)}\">"));
        Axes(html, x, y);
        foreach (var series in _series)
        {
            Draw(html, series, Colour(series, coloured), x, y);
        }

        return html.Append(Html.Invariant($"</svg><figcaption>{Html.Text(caption)}</figcaption></figure>")).ToString();
    }

    private static string Colour(ChartSeries series, ChartSeries[] coloured) =>
        series.Style == ChartStyle.Reference ? "ref" : $"c{(series.Colour ?? Array.IndexOf(coloured, series)) % 8}";

    private static double PlotX(ChartAxis axis, double value) => Left + (axis.Share(value) * (Width - Left - Right));

    private static double PlotY(ChartAxis axis, double value) => Height - Bottom - (axis.Share(value) * (Height - Top - Bottom));

    private IEnumerable<double> Points(Func<(double X, double Y), double> of) => _series.SelectMany(s => s.Points).Select(of);

    private void Axes(StringBuilder svg, ChartAxis x, ChartAxis y)
    {
        foreach (var (value, label) in y.Ticks)
        {
            var at = PlotY(y, value);
            _ = svg.Append(Html.Invariant($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:F1}\" y2=\"{at:F1}\"/>"));
            _ = svg.Append(Html.Invariant($"<text class=\"tick\" x=\"{Left - 8}\" y=\"{at + 3.5:F1}\" text-anchor=\"end\">{label}</text>"));
        }

        foreach (var (value, label) in x.Ticks)
        {
            _ = svg.Append(
                Html.Invariant($"<text class=\"tick\" x=\"{PlotX(x, value):F1}\" y=\"{Height - Bottom + 17}\" text-anchor=\"middle\">{label}</text>"));
        }

        var (across, up, bottom) = ((Left + Width - Right) / 2, (Top + Height - Bottom) / 2, Height - Bottom);
        _ = svg.Append(Html.Invariant($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{bottom}\" y2=\"{bottom}\"/>"))
            .Append(Html.Invariant($"<text x=\"{across}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Html.Text(xTitle)}</text>"))
            .Append(Html.Invariant($"<text transform=\"translate(13 {up}) rotate(-90)\" text-anchor=\"middle\">{Html.Text(yTitle)}</text>"));
    }

    private static void Draw(StringBuilder svg, ChartSeries series, string colour, ChartAxis x, ChartAxis y)
    {
        if (series.Style != ChartStyle.Dots && series.Points.Count > 1)
        {
            var path = string.Join(' ', series.Points.Select(p => Html.Invariant($"{PlotX(x, p.X):F1},{PlotY(y, p.Y):F1}")));
            _ = svg.Append(Html.Invariant($"<polyline class=\"line {colour}\" points=\"{path}\"/>"));
        }

        if (series.Style is ChartStyle.Dots or ChartStyle.LineAndDots)
        {
            foreach (var point in series.Points)
            {
                _ = svg.Append(Html.Invariant($"<circle class=\"dot {colour}\" cx=\"{PlotX(x, point.X):F1}\" cy=\"{PlotY(y, point.Y):F1}\" r=\"3.2\">"))
                    .Append(Html.Invariant($"<title>{Html.Text(series.Name)}: {point.X:G5}, {point.Y:G5}</title></circle>"));
            }
        }
    }
}
