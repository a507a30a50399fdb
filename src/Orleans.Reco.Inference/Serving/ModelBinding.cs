using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>Which rows of a model's tables the items of a catalog have.</summary>
internal sealed class ModelBinding
{
    private readonly ModelResources _resources;
    private readonly OrdinalSet _known;

    // By ordinal, the record whose content made the item's vector; null for all others.
    private readonly CatalogItem?[] _encoded;

    public ModelBinding(ModelResources resources, CatalogView catalog)
    {
        _resources = resources;
        _encoded = resources.Content is null ? [] : new CatalogItem?[catalog.Length];
        var ordinals = new int[resources.Manifest.Items];
        Array.Fill(ordinals, HistoryEvent.NoItem);
        var live = new bool[ordinals.Length];
        var known = new List<int>(catalog.Length);
        var outside = new List<CatalogRow>();
        foreach (var item in catalog.Rows)
        {
            known.Add(item.Ordinal);
            if (!resources.Vocabulary.TryGetRow(item.ItemId, out var row))
            {
                outside.Add(item);
            }
            else if (!(item.Deleted && live[row]))
            {
                // A deleted item keeps its row unless its id came back under another ordinal: histories still name it, and the encoder
                // may know it.
                ordinals[row] = item.Ordinal;
                live[row] = !item.Deleted;
            }
        }

        _known = new OrdinalSet(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(known));
        Vocabulary = new OrdinalRows(ordinals);
        Vectors = resources.Content is { } content
            ? WithContent(content, ordinals, [.. outside.Where(row => !row.Deleted)])
            : resources.Vectors.WithRows(Vocabulary);
    }

    /// <summary>The rows of the vocabulary.</summary>
    public OrdinalRows Vocabulary { get; }

    /// <summary>Vectors of the vocabulary and, behind them, of items that have one from their content.</summary>
    public ItemVectors Vectors { get; }

    public bool Covers(CatalogView catalog)
    {
        for (var ordinal = 0; ordinal < catalog.Length; ordinal++)
        {
            if (catalog[ordinal] is { } row && !Covers(row))
            {
                return false;
            }
        }

        return true;
    }

    private bool Covers(CatalogRow row)
    {
        if (!_known.Contains(row.Ordinal))
        {
            return !_resources.Vocabulary.TryGetRow(row.ItemId, out _) && (_resources.Content is null || row.Deleted);
        }

        return _resources.Content is null
            || row.Item is not { } item
            || Vocabulary.TryGetRow(row.Ordinal, out _)
            || (_encoded[row.Ordinal] is { } encoded ? ItemContent.AreEqual(encoded, item) : _resources.Vocabulary.TryGetRow(row.ItemId, out _));
    }

    private ItemVectors WithContent(ContentRows content, int[] vocabulary, CatalogRow[] outside)
    {
        var (values, count, rows) = content.Bind(Array.ConvertAll(outside, row => row.Item!));
        var ordinals = new int[count];
        vocabulary.CopyTo(ordinals, 0);
        ordinals.AsSpan(vocabulary.Length).Fill(HistoryEvent.NoItem);
        for (var i = 0; i < rows.Length; i++)
        {
            ordinals[rows[i]] = outside[i].Ordinal;
            _encoded[outside[i].Ordinal] = outside[i].Item;
        }

        return _resources.Vectors.Extend(values, new OrdinalRows(ordinals));
    }
}
