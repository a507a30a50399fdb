using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>
/// Turns an item's content into the inputs of the content tower: hashed tokens (Weinberger et al., ICML 2009) and numbers. Training and
/// serving run this very code. The result depends on nothing but the content: no culture, no process seed.
/// </summary>
/// <remarks>
/// Tokens, those that matter most first: categories, brand, tags, price bucket; the head, that is the last word of the title and its last
/// two, which stands in for a category where the shop has none; words; pairs of words; character n-grams of each word, 3 to 5 long, and 1
/// to 3 in scripts that are written without spaces.
/// </remarks>
public sealed class ContentFeatures
{
    /// <summary>The scheme that this code makes; another number whenever a token or number changes its meaning.</summary>
    public const int CurrentScheme = 1;

    /// <summary>Numbers of an item: <c>log(1 + price)</c>, whether the price is known, <c>log(1 + words of the title)</c>.</summary>
    public const int NumberCount = 3;

    /// <summary>Characters of the title that are read.</summary>
    private const int MaxTitle = 512;

    /// <summary>Price buckets are half a doubling wide.</summary>
    private const double BucketsPerDoubling = 2;

    private readonly ContentSpec _spec;
    private readonly HashSet<long> _seen = [];

    /// <summary>Makes features for a tower; not thread-safe.</summary>
    /// <exception cref="ArgumentException">The specification is of another scheme, or has no room for a token.</exception>
    public ContentFeatures(ContentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Scheme != CurrentScheme || spec.Buckets < 2 || spec.MaxTokens < 1)
        {
            throw new ArgumentException(
                $"Content {spec} cannot be made; scheme {CurrentScheme}, 2 or more buckets and 1 or more tokens are allowed.", nameof(spec));
        }

        _spec = spec;
    }

    /// <summary>The tokens of an item, each once, at most <see cref="ContentSpec.MaxTokens"/>.</summary>
    public long[] Tokens(ItemContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        _seen.Clear();
        var tokens = new List<long>(_spec.MaxTokens);
        var title = new TitleWords(Cut(content.Title));
        AddLabels(tokens, TokenKind.Category, content.Categories);
        AddLabels(tokens, TokenKind.Brand, content.Brand is { } brand ? [brand] : []);
        AddLabels(tokens, TokenKind.Tag, content.Tags);
        if (content.Price is > 0)
        {
            var bucket = (int)Math.Floor(Math.Log2((double)content.Price.Value) * BucketsPerDoubling);
            Add(tokens, TokenKind.Price, MemoryMarshal.Cast<int, char>([bucket]));
        }

        AddTitle(tokens, title);
        return [.. tokens];
    }

    /// <summary>The numbers of an item.</summary>
    /// <param name="content">The content.</param>
    /// <param name="numbers">Receives them, shape <c>[NumberCount]</c>.</param>
    public static void Numbers(ItemContent content, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(content);
        numbers[0] = content.Price is >= 0 ? (float)Math.Log(1 + (double)content.Price.Value) : 0;
        numbers[1] = content.Price is >= 0 ? 1 : 0;
        numbers[2] = (float)Math.Log(1 + new TitleWords(Cut(content.Title)).Count);
    }

    private static ReadOnlySpan<char> Cut(string title) => title.AsSpan(0, Math.Min(title.Length, MaxTitle));

    private void AddTitle(List<long> tokens, TitleWords title)
    {
        if (title.Count > 0)
        {
            Add(tokens, TokenKind.Head, title.Words(title.Count - 1, 1));
            Add(tokens, TokenKind.Head, title.Words(Math.Max(0, title.Count - 2), Math.Min(2, title.Count)));
        }

        for (var i = 0; i < title.Count; i++)
        {
            Add(tokens, TokenKind.Words, title.Words(i, 1));
        }

        for (var i = 0; i + 1 < title.Count; i++)
        {
            Add(tokens, TokenKind.Words, title.Words(i, 2));
        }

        for (var i = 0; i < title.Count; i++)
        {
            AddGrams(tokens, title.Bounded(i));
        }
    }

    // A word with a space at both ends, so that beginnings and ends are grams of their own.
    private void AddGrams(List<long> tokens, ReadOnlySpan<char> word)
    {
        var (shortest, longest) = TitleWords.IsUnspacedScript(word[1]) ? (1, 3) : (3, 5);
        for (var length = shortest; length <= longest; length++)
        {
            for (var at = 0; at + length <= word.Length; at++)
            {
                Add(tokens, TokenKind.Gram, word.Slice(at, length));
            }
        }
    }

    private void AddLabels(List<long> tokens, TokenKind kind, IReadOnlyList<string> labels)
    {
        foreach (var label in labels)
        {
            Add(tokens, kind, label.ToLowerInvariant());
        }
    }

    private void Add(List<long> tokens, TokenKind kind, ReadOnlySpan<char> text)
    {
        var hash = System.IO.Hashing.XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), (long)kind);
        var token = 1 + (long)(hash % (ulong)(_spec.Buckets - 1));
        if (tokens.Count < _spec.MaxTokens && _seen.Add(token))
        {
            tokens.Add(token);
        }
    }

    // The seeds of the hash: equal texts of two kinds are two tokens.
    private enum TokenKind
    {
        Category = 1,
        Brand = 2,
        Tag = 3,
        Price = 4,
        Head = 5,
        Words = 6,
        Gram = 7,
    }
}
