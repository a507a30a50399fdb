using System.Globalization;

namespace Orleans.Reco.Learning;

/// <summary>
/// Reads MovieLens 100K (Harper and Konstan, TiiS 2015) as tab-separated files with a typed header, <c>name:type</c>: ratings
/// (<c>.inter</c>), users (<c>.user</c>) and items (<c>.item</c>).
/// </summary>
public static class MovieLensFiles
{
    private static readonly int[] AgesFrom = [18, 25, 35, 45, 50, 56];

    /// <summary>Reads <c>NAME.inter</c>, <c>NAME.user</c> and <c>NAME.item</c> of a folder.</summary>
    /// <exception cref="DatasetException">A file or a column is missing, or a cell is not what its column says.</exception>
    public static RatingLog Read(string folder, string name = "ml-100k")
    {
        ArgumentNullException.ThrowIfNull(folder);
        var users = Table.Read(Path.Combine(folder, $"{name}.user"));
        var items = Table.Read(Path.Combine(folder, $"{name}.item"));
        var ratings = Table.Read(Path.Combine(folder, $"{name}.inter"));
        var userIndex = users.Index("user_id");
        var itemIndex = items.Index("item_id");
        var events = ratings.Rows
            .Select(r => new RatingEvent(
                userIndex[ratings.Cell(r, "user_id")],
                itemIndex[ratings.Cell(r, "item_id")],
                (int)ratings.Number(r, "rating"),
                (long)ratings.Number(r, "timestamp")))
            .OrderBy(e => e.UnixSeconds)
            .ToArray();
        var categories = items.Rows.SelectMany(r => items.Words(r, "class")).Distinct().Order(StringComparer.Ordinal).ToArray();
        return new RatingLog
        {
            Events = events,
            Users = users.Rows.Count,
            Items = items.Rows.Count,
            UserAttributes =
            [
                new RatingAttribute(
                    "age",
                    AgesFrom.Length + 2,
                    [.. users.Rows.Select(r => 1 + AgesFrom.Count(from => users.Number(r, "age") >= from))]),
                Attribute("gender", users.Rows.Select(r => users.Cell(r, "gender"))),
                Attribute("occupation", users.Rows.Select(r => users.Cell(r, "occupation"))),
            ],
            ItemAttributes = [Attribute("decade", items.Rows.Select(r => Decade(items.Cell(r, "release_year"))))],
            Categories = categories,
            ItemCategories = [.. items.Rows.Select(r => items.Words(r, "class").Select(c => Array.IndexOf(categories, c)).ToArray())],
        };
    }

    // The nineties, of which most films are, in years.
    private static string Decade(string year) =>
        !int.TryParse(year, CultureInfo.InvariantCulture, out var y) ? "" : y >= 1990 ? year : $"{y / 10}0s";

    private static RatingAttribute Attribute(string name, IEnumerable<string> cells)
    {
        var all = cells.ToArray();
        string[] values = ["", .. all.Where(c => c.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        return new RatingAttribute(name, values.Length, Array.ConvertAll(all, c => Array.IndexOf(values, c)));
    }

    private sealed record Table(string File, string[] Columns, IReadOnlyList<string[]> Rows)
    {
        public static Table Read(string path)
        {
            if (!System.IO.File.Exists(path))
            {
                throw new DatasetException("dataset", $"'{path}' is not there.");
            }

            var lines = System.IO.File.ReadAllLines(path);
            return new Table(
                Path.GetFileName(path),
                [.. lines[0].Split('\t').Select(c => c.Split(':')[0])],
                [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split('\t'))]);
        }

        public string Cell(string[] row, string column)
        {
            var at = Array.IndexOf(Columns, column);
            return at >= 0 && at < row.Length ? row[at] : throw new DatasetException(column, $"'{File}' has a row without it.");
        }

        public double Number(string[] row, string column) =>
            double.TryParse(Cell(row, column), CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new DatasetException(column, $"'{File}' has '{Cell(row, column)}' where a number is expected.");

        public string[] Words(string[] row, string column) => Cell(row, column).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public Dictionary<string, int> Index(string column) =>
            Rows.Select((r, i) => (Id: Cell(r, column), Index: i)).ToDictionary(x => x.Id, x => x.Index, StringComparer.Ordinal);
    }
}
