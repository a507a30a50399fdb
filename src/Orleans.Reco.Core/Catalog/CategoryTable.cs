using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>
/// The available rows of a view and the categories of each as small numbers, so that lists are built without hashing twice.
/// </summary>
internal sealed class CategoryTable
{
    private readonly CatalogRow[] _rows;
    private readonly int[] _starts;
    private readonly int[] _categories;
    private readonly Dictionary<string, int> _numbers;
    private readonly int[] _mainSizes;
    private readonly ConcurrentDictionary<int, OrdinalSet> _members = new();

    private CategoryTable(CatalogRow[] rows, int[] starts, int[] categories, Dictionary<string, int> numbers, int[] mainSizes)
    {
        (_rows, _starts, _categories, _numbers, _mainSizes) = (rows, starts, categories, numbers, mainSizes);
    }

    public int Count => _rows.Length;

    public int CategoryCount => _numbers.Count;

    public static CategoryTable Of(CatalogView view, uint now)
    {
        var rows = new List<CatalogRow>(view.ItemCount);
        var starts = new List<int>(view.ItemCount + 1) { 0 };
        var categories = new List<int>(view.ItemCount);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var mainSizes = new List<int>();
        for (var ordinal = 0; ordinal < view.Length; ordinal++)
        {
            if (!view.IsAvailable(ordinal, now))
            {
                continue;
            }

            var row = view[ordinal]!;
            rows.Add(row);
            for (var i = 0; i < row.Categories.Count; i++)
            {
                if (!numbers.TryGetValue(row.Categories[i], out var number))
                {
                    number = numbers.Count;
                    numbers.Add(row.Categories[i], number);
                    mainSizes.Add(0);
                }

                if (!CollectionsMarshal.AsSpan(categories)[starts[^1]..].Contains(number))
                {
                    categories.Add(number);
                }

                mainSizes[number] += i == 0 ? 1 : 0;
            }

            starts.Add(categories.Count);
        }

        return new CategoryTable([.. rows], [.. starts], [.. categories], numbers, [.. mainSizes]);
    }

    public CatalogRow Row(int index) => _rows[index];

    public ReadOnlySpan<int> CategoriesOf(int index) => _categories.AsSpan(_starts[index].._starts[index + 1]);

    public bool TryGetNumber(string category, out int number) => _numbers.TryGetValue(category, out number);

    public string[] MainBySize() =>
        [.. _numbers.Where(pair => _mainSizes[pair.Value] > 0)
            .OrderByDescending(pair => _mainSizes[pair.Value])
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key)];

    public OrdinalSet? Members(string category, RankedLists complete) =>
        TryGetNumber(category, out var number)
            ? _members.GetOrAdd(number, static (n, lists) => new OrdinalSet(lists.Get(n)), complete)
            : null;
}
