using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>Horizontal bars in groups, as inline SVG; a bar may have an interval.</summary>
internal sealed class SvgBars(IReadOnlyList<string> series)
{
    private const double Width = 950;
    private const double Label = 230;
    private const double Right = 64;
    private const double Bar = 13;
    private const double Gap = 12;

    private readonly List<(string Label, IReadOnlyList<(double Value, double? Low, double? High)> Bars)> _groups = [];

    /// <summary>Adds a group with a bar for each series.</summary>
    public SvgBars Add(string label, IReadOnlyList<(double Value, double? Low, double? High)> bars)
    {
        _groups.Add((label, bars));
        return this;
    }

    /// <summary>The figure: legend, SVG and caption.</summary>
    public string ToHtml(string caption)
    {
        var html = new StringBuilder("<figure class=\"wide\"><div class=\"legend\">");
        for (var s = 0; s < series.Count; s++)
        {
            _ = html.Append(Html.Invariant($"<span class=\"c{s % 8}\"><i></i>{Html.Text(series[s])}</span>"));
        }

        var group = (series.Count * (Bar + 3)) + Gap;
        var height = (_groups.Count * group) + 4;
        var most = _groups.SelectMany(g => g.Bars).Select(b => Math.Max(b.Value, b.High ?? 0)).DefaultIfEmpty().Max();
        double At(double value) => Label + (most > 0 ? value / most * (Width - Label - Right) : 0);
        _ = html.Append(Html.Invariant($"</div><svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{Html.Text(caption)}\">"));
        for (var g = 0; g < _groups.Count; g++)
        {
            var top = (g * group) + 4;
            var middle = top + ((group - Gap) / 2) + 3;
            _ = html.Append(Html.Invariant($"<text class=\"label\" x=\"{Label - 10}\" y=\"{middle}\" text-anchor=\"end\">"))
                .Append(Html.Text(_groups[g].Label)).Append("</text>");
            for (var s = 0; s < _groups[g].Bars.Count; s++)
            {
                Draw(html, _groups[g].Bars[s], s, top + (s * (Bar + 3)), At);
            }
        }

        return html.Append(Html.Invariant($"</svg><figcaption>{Html.Text(caption)}</figcaption></figure>")).ToString();
    }

    private static void Draw(StringBuilder html, (double Value, double? Low, double? High) bar, int series, double y, Func<double, double> at)
    {
        var width = Math.Max(1, at(bar.Value) - Label);
        _ = html.Append(Html.Invariant($"<rect class=\"bar c{series % 8}\" x=\"{Label}\" y=\"{y:F1}\" width=\"{width:F1}\" height=\"{Bar}\" rx=\"2\"/>"));
        var end = at(bar.Value);
        if (bar is { Low: { } low, High: { } high })
        {
            var middle = y + (Bar / 2);
            _ = html.Append(
                Html.Invariant($"<line class=\"whisker\" x1=\"{at(low):F1}\" x2=\"{at(high):F1}\" y1=\"{middle:F1}\" y2=\"{middle:F1}\"/>"));
            end = at(high);
        }

        _ = html.Append(Html.Invariant($"<text class=\"value\" x=\"{end + 6:F1}\" y=\"{y + Bar - 2.5:F1}\">{bar.Value:F4}</text>"));
    }
}
