using System.ComponentModel.DataAnnotations;
using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class ShopSimulatorTests
{
    private static readonly ShopSimulator Default = new();
    private static readonly Lazy<Interaction[]> DefaultEvents = new(() => [.. Default.Events()]);
    private static readonly string[] Funnel = ["view", "click", "cart", "purchase"];

    [Fact]
    public void The_default_shop_has_about_a_hundred_thousand_events() => Assert.InRange(DefaultEvents.Value.Length, 85_000, 125_000);

    [Fact]
    public void Equal_options_give_equal_shops() =>
        Small().Sample(
            options =>
            {
                var (one, other) = (new ShopSimulator(options), new ShopSimulator(options));
                Assert.Equal(Flat(one.Catalog), Flat(other.Catalog));
                Assert.Equal(one.Events(), other.Events());
                Assert.Equal(one.Events(), one.Events());
            },
            iter: 20, threads: 1);

    [Fact]
    public void A_later_end_moves_all_events_and_changes_nothing_else() =>
        Gen.Select(Small(), Gen.Int[1, 200]).Sample(
            (options, weeks) =>
            {
                var later = TimeSpan.FromDays(7 * weeks) + TimeSpan.FromSeconds(weeks);
                var moved = new ShopSimulator(options with { End = options.End + later }).Events();
                Assert.Equal(new ShopSimulator(options).Events().Select(e => e with { Timestamp = e.Timestamp + later }), moved);
            },
            iter: 20, threads: 1);

    [Fact]
    public void Another_seed_gives_another_shop() =>
        Assert.NotEqual(Flat(Default.Catalog), Flat(new ShopSimulator(new ShopSimulatorOptions { Seed = 2 }).Catalog));

    [Fact]
    public void Events_are_valid_and_in_order_of_time() =>
        Small().Sample(
            options =>
            {
                var shop = new ShopSimulator(options);
                var items = shop.Catalog.ToDictionary(item => item.ItemId);
                var ids = new HashSet<string>();
                var last = options.End.AddDays(-options.Days);
                foreach (var e in shop.Events())
                {
                    Assert.True(ids.Add(e.EventId!));
                    Assert.Null(RecoKey.IdError(e.UserId));
                    Assert.True(Enum.TryParse<InteractionType>(e.Type, ignoreCase: true, out _));
                    Assert.True(items[e.ItemId!].PublishedAt <= e.Timestamp);
                    Assert.True(items[e.ItemId!].InStock);
                    Assert.InRange(e.Timestamp!.Value, last, options.End);
                    Assert.True(e.Value is null or (>= 0 and < 1e6));
                    last = e.Timestamp.Value;
                }
            },
            iter: 20, threads: 1);

    [Fact]
    public void Each_step_of_the_funnel_follows_the_one_before_it()
    {
        foreach (var visit in DefaultEvents.Value.Where(e => Funnel.Contains(e.Type)).GroupBy(e => (e.SessionId, e.ItemId)))
        {
            var counts = Array.ConvertAll(Funnel, type => visit.Count(e => e.Type == type));
            Assert.True(counts[0] >= counts[1] && counts[1] >= counts[2] && counts[2] >= counts[3], string.Join(' ', counts));
            Assert.Equal("view", visit.First().Type);
        }

        var totals = Array.ConvertAll(Funnel, type => DefaultEvents.Value.Count(e => e.Type == type));
        Assert.True(totals[0] > totals[1] && totals[1] > totals[2] && totals[2] > totals[3] && totals[3] > 1000, string.Join(' ', totals));
    }

    [Fact]
    public void Few_products_get_most_of_the_attention()
    {
        var counts = DefaultEvents.Value.CountBy(e => e.ItemId!).Select(c => c.Value).OrderDescending().ToArray();
        double total = counts.Sum();
        Assert.InRange(counts.Take(150).Sum() / total, 0.35, 0.8);
        Assert.InRange(counts.Skip(750).Sum() / total, 0.02, 0.25);

        // The slope of log count over log rank in the head and middle: Zipf's law.
        var points = Enumerable.Range(5, 500).Select(rank => (X: Math.Log(rank), Y: Math.Log(counts[rank - 1]))).ToArray();
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
        Assert.InRange(slope, -1.3, -0.4);
    }

    [Fact]
    public void Weekends_are_busier()
    {
        var days = DefaultEvents.Value.CountBy(e => e.Timestamp!.Value.Date).ToDictionary();
        var weekend = days.Where(d => d.Key.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).Average(d => d.Value);
        var week = days.Where(d => d.Key.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Average(d => d.Value);
        Assert.InRange(weekend / week, 1.3, 2.3);
    }

    [Fact]
    public void The_product_before_tells_more_of_the_next_one_than_popularity_does()
    {
        var pairs = new Dictionary<(string, string), int>();
        var (followed, popular, total) = (0, 0, 0);
        var best = new Dictionary<string, (string Next, int Count)>();
        var counts = new Dictionary<string, int>();
        var top = "";
        foreach (var user in DefaultEvents.Value.GroupBy(e => e.UserId))
        {
            string? before = null;
            foreach (var item in user.Select(e => e.ItemId!).Where(item => item != before))
            {
                if (before is not null)
                {
                    total++;
                    followed += best.TryGetValue(before, out var guess) && guess.Next == item ? 1 : 0;
                    popular += item == top ? 1 : 0;
                    var count = pairs[(before, item)] = pairs.GetValueOrDefault((before, item)) + 1;
                    best[before] = count > best.GetValueOrDefault(before).Count ? (item, count) : best[before];
                }

                counts[item] = counts.GetValueOrDefault(item) + 1;
                top = counts[item] > counts.GetValueOrDefault(top) ? item : top;
                before = item;
            }
        }

        Assert.True(followed > 5 * popular, $"{followed} against {popular} of {total}");
    }

    [Fact]
    public void Shoppers_buy_what_they_are_likely_to_buy()
    {
        var bought = DefaultEvents.Value.Where(e => e.Type == "purchase").ToArray();
        var chance = bought.Average(e => Default.PurchaseProbability(e.UserId, e.ItemId!));
        var items = Default.Catalog.Where(item => item.InStock).ToArray();
        var average = bought.Select((e, i) => Default.PurchaseProbability(e.UserId, items[i % items.Length].ItemId)).Average();
        Assert.True(chance > 2 * average, $"{chance} against {average}");
        Assert.Equal(0, Default.PurchaseProbability("nobody", items[0].ItemId));
    }

    [Fact]
    public void The_catalog_reads_like_a_shop()
    {
        var catalog = Default.Catalog;
        Assert.Equal(1500, catalog.Count);
        Assert.Equal(catalog.Count, catalog.Select(item => item.ItemId).Distinct().Count());
        Assert.Equal(catalog.Count, catalog.Select(item => item.Title).Distinct().Count());
        Assert.Equal(12, catalog.Select(item => item.Categories[0]).Distinct().Count());
        Assert.Equal(60, catalog.Select(item => item.Brand).Distinct().Count());
        Assert.All(catalog, item => Assert.InRange(item.Price!.Value, 0.99m, 5000m));
        Assert.InRange(catalog.Count(item => !item.InStock), 20, 120);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var error = Assert.Throws<ValidationException>(() => new ShopSimulator(new ShopSimulatorOptions { Days = 0 }));
        Assert.Contains("Days", error.Message, StringComparison.Ordinal);
    }

    private static Gen<ShopSimulatorOptions> Small() =>
        Gen.Select(Gen.Int, Gen.Int[1, 60], Gen.Int[100, 300], Gen.Int[1, 20]).Select((seed, shoppers, items, days) =>
            new ShopSimulatorOptions { Seed = seed, Shoppers = shoppers, Items = items, Days = days, SessionsPerShopper = 20 });

    private static IEnumerable<string> Flat(IEnumerable<CatalogItem> catalog) =>
        catalog.Select(item => $"{item.ItemId}|{item.Title}|{item.Price}|{item.PublishedAt:O}|{item.InStock}|{item.Brand}");
}
