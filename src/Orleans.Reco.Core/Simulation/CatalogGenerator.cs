using System.Globalization;

namespace Orleans.Reco.Core;

/// <summary>Makes the products of the simulated shop.</summary>
internal static class CatalogGenerator
{
    private const double PriceSpread = 0.45;
    private const double ZipfExponent = 0.85;
    private const double PublishedDuringHistory = 0.15;
    private const int DaysBeforeHistory = 400;

    /// <summary>The products of all lines; every line has at least two.</summary>
    public static Product[] Generate(ShopSimulatorOptions options)
    {
        var sampler = new Sampler(options.Seed, 1);
        var fame = Fames(options.Items, sampler);
        var products = new Product[options.Items];
        var titles = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new int[Departments.All.Length];
        var weights = Array.ConvertAll(Departments.DepartmentOf, d => Departments.All[d].Weight / Departments.All[d].Lines.Length);
        for (var i = 0; i < products.Length; i++)
        {
            var line = i < 2 * weights.Length ? i % weights.Length : sampler.Pick(weights);
            var number = ++numbers[Departments.DepartmentOf[line]];
            products[i] = Make(options, sampler, titles, line, number, fame[i]);
        }

        return products;
    }

    private static Product Make(
        ShopSimulatorOptions options, Sampler sampler, HashSet<string> titles, int lineNumber, int number, double fame)
    {
        var line = Departments.Lines[lineNumber];
        var department = Departments.All[Departments.DepartmentOf[lineNumber]];
        var brand = sampler.Below(department.Brands.Length);
        var (title, adjective, noun, variant) = Title(sampler, titles, department, line, brand);
        var level = sampler.Normal();
        return new Product(
            new CatalogItem
            {
                ItemId = $"{department.Code}-{number.ToString("0000", CultureInfo.InvariantCulture)}",
                Title = title,
                Description = $"{adjective} {noun.ToLowerInvariant()} by {department.Brands[brand]}, {variant}. "
                    + $"From our {line.Name.ToLowerInvariant()} in {department.Name}.",
                Categories = [department.Name, line.Name],
                Brand = department.Brands[brand],
                Price = Price(line.TypicalPrice * Math.Exp(PriceSpread * level)),
                Currency = "EUR",
                Tags = [.. new[] { adjective, noun }.Select(tag => tag.ToLowerInvariant().Replace(' ', '-'))],
                Attributes = new() { ["variant"] = variant },
                InStock = !sampler.Chance(options.SoldOut),
                PublishedAt = Published(options, sampler),
            },
            lineNumber, brand, level, fame);
    }

    private static (string Title, string Adjective, string Noun, string Variant) Title(
        Sampler sampler, HashSet<string> titles, Department department, ProductLine line, int brand)
    {
        // A shop has no two products of one name; large catalogs run out of words and number the model instead.
        for (var model = 1; ; model++)
        {
            var (adjective, noun, variant) = (sampler.One(line.Adjectives), sampler.One(line.Nouns), sampler.One(line.Variants));
            var title = $"{department.Brands[brand]} {adjective} {noun}{(model > 20 ? $" No. {model - 19}" : "")}, {variant}";
            if (titles.Add(title))
            {
                return (title, adjective, noun, variant);
            }
        }
    }

    /// <summary>Prices end as shop prices do: 4.49, 27.99, 289.00.</summary>
    private static decimal Price(double price) => price switch
    {
        < 10 => Math.Max(0.99m, (decimal)(Math.Round(price * 2) / 2) - 0.01m),
        < 100 => (decimal)Math.Round(price) - 0.01m,
        _ => 10 * (decimal)Math.Round(price / 10) - 1m,
    };

    private static DateTimeOffset Published(ShopSimulatorOptions options, Sampler sampler)
    {
        var start = options.End.AddDays(-options.Days);
        var published = sampler.Chance(PublishedDuringHistory)
            ? start.AddDays(sampler.Unit() * options.Days * 0.95)
            : start.AddDays(-1 - (sampler.Unit() * DaysBeforeHistory));
        return new DateTimeOffset(published.Ticks - (published.Ticks % TimeSpan.TicksPerMinute), published.Offset);
    }

    private static double[] Fames(int count, Sampler sampler)
    {
        var fames = new double[count];
        for (var rank = 0; rank < count; rank++)
        {
            fames[rank] = Math.Pow(rank + 1, -ZipfExponent);
        }

        sampler.Shuffle<double>(fames);
        return fames;
    }
}
