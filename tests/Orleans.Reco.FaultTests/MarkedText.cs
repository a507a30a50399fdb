namespace Orleans.Reco.FaultTests;

/// <summary>Puts results where a page wants them.</summary>
internal static class MarkedText
{
    /// <summary>
    /// Replaces what stands between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>; a file without these marks is replaced whole.
    /// </summary>
    public static async Task ReplaceAsync(string file, string name, string text)
    {
        var (opening, closing) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        var page = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        var (begin, end) = (page.IndexOf(opening, StringComparison.Ordinal), page.IndexOf(closing, StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, begin < 0 || end < begin ? text + "\n" : $"{page[..(begin + opening.Length)]}\n{text}\n{page[end..]}");
    }
}
