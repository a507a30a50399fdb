using System.Globalization;
using System.Net;
using System.Text;

namespace Orleans.Reco.Learning;

/// <summary>Pieces of a self-contained page: no script, no font and no file from elsewhere.</summary>
internal static class Html
{
    private const string Css = """
        :root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--text:#1c1d1f;--soft:#5d6167;--line:#e3e4e6;--strong:#2b2d31;
        --c0:#2563b8;--c1:#c2571a;--c2:#1f8a5b;--c3:#8b46b5;--c4:#b8336a;--c5:#7a6a12;--c6:#0f8494;--c7:#6b6f76}
        @media(prefers-color-scheme:dark){:root{--bg:#141517;--card:#1c1e21;--text:#e8e9eb;--soft:#9ba0a8;--line:#303338;--strong:#d8dade;
        --c0:#6ea8f5;--c1:#f0935a;--c2:#5cc795;--c3:#c391e6;--c4:#ee7fa8;--c5:#d3bf58;--c6:#57c6d4;--c7:#a3a8b0}}
        *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
        font-variant-numeric:tabular-nums}main{max-width:1040px;margin:0 auto;padding:40px 24px 64px}
        h1{font-size:26px;line-height:1.25;margin:0 0 4px;letter-spacing:-.01em}h2{font-size:18px;margin:44px 0 10px}
        p{margin:0 0 10px;max-width:78ch}.soft,figcaption,.note{color:var(--soft);font-size:13px}
        .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
        table{border-collapse:collapse;width:100%;font-size:14px}th,td{padding:8px 14px;text-align:right;white-space:nowrap;border-top:1px solid var(--line)}
        thead th{border-top:0;color:var(--soft);font-weight:600;font-size:12.5px}th:first-child,td:first-child{text-align:left}
        td small{color:var(--soft);font-size:12px}.best{font-weight:650}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(380px,1fr));gap:18px;margin-top:14px}.below{margin-top:10px}
        figure{margin:0;padding:16px 18px 14px;background:var(--card);border:1px solid var(--line);border-radius:10px}figure.wide{margin-top:14px}
        svg{display:block;width:100%;height:auto;overflow:visible}figcaption{margin-top:8px}
        .legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px;margin-bottom:8px}.legend span{display:inline-flex;align-items:center;gap:6px}
        .legend i{width:10px;height:10px;border-radius:3px;background:currentColor}.legend span{color:var(--text)}
        text{fill:var(--soft);font-size:11px;font-family:inherit}text.label{font-size:12.5px;fill:var(--text)}text.value{fill:var(--text)}
        .grid{stroke:var(--line);stroke-width:1}.axis{stroke:var(--soft);stroke-width:1}.whisker{stroke:var(--strong);stroke-width:1.6}
        .line{fill:none;stroke-width:2;stroke-linejoin:round}.line.ref{stroke:var(--soft);stroke-width:1.2;stroke-dasharray:4 4}
        .legend .ref i{background:var(--soft);height:2px}.dot{stroke:var(--card);stroke-width:1}

        """;

    /// <summary>Text that cannot be taken for markup.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Numbers with a point whatever the machine's language.</summary>
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole page.</summary>
    public static string Page(string title, string body)
    {
        var colours = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            _ = colours.Append(Invariant($".line.c{i}{{stroke:var(--c{i})}}.dot.c{i},.bar.c{i}{{fill:var(--c{i})}}.legend .c{i} i{{background:var(--c{i})}}"));
        }

        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            + $"<title>{Text(title)}</title><style>{Css}{colours}</style></head><body><main>{body}</main></body></html>\n";
    }

    /// <summary>A table; cells are markup.</summary>
    public static string Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
        _ = html.AppendJoin("", header.Select(h => $"<th>{Text(h)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            _ = html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }
}
