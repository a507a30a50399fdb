namespace Orleans.Reco.FaultTests;

/// <summary>Puts results where a page wants them.</summary>
internal static class MarkedText
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- /measured -->";

    /// <summary>Replaces what stands between the marks; a file without them is replaced whole.</summary>
    public static async Task ReplaceAsync(string file, string text)
    {
        var page = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, begin < 0 || end < begin ? text : page[..(begin + Begin.Length)] + "\n" + text + "\n" + page[end..]);
    }
}
