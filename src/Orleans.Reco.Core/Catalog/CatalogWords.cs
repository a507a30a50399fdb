using System.Collections.Concurrent;

namespace Orleans.Reco.Core;

/// <summary>
/// Categories, brands and currencies, each once in memory for all items that have it and all snapshots of a catalog: a quarter of a row, where an item
/// has two categories. Words are added and never removed.
/// </summary>
internal sealed class CatalogWords
{
    private readonly ConcurrentDictionary<string, string> _words = new(StringComparer.Ordinal);

    /// <summary>The same item with the words that others have.</summary>
    public CatalogItem Share(CatalogItem item) => item with
    {
        Categories = Array.ConvertAll(item.Categories, Share),
        Brand = item.Brand is { } brand ? Share(brand) : null,
        Currency = item.Currency is { } currency ? Share(currency) : null,
    };

    private string Share(string word) => _words.GetOrAdd(word, word);
}
