using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class CatalogRankingsTests
{
    private static readonly Gen<CatalogView> Views =
        Gen.Select(Gen.Int[0, 3].Array[0, 3], Gen.Float[0, 20], Gen.Float[0, 5], Gen.Int[-5000, 100], Gen.Bool).Array[0, 40].Select(rows =>
        {
            var view = Items.View(rows.Select((row, i) => Items.Item(i, row.Item1.Select(c => $"c{c}").ToArray()) with
            {
                PublishedAt = Items.Time(row.Item4),
                InStock = row.Item5,
            }).ToArray());
            return view.Apply(rows.Select((row, i) => new ItemSignals(i, row.Item2, row.Item3, Items.Now - 3600, default)).ToArray());
        });

    [Fact]
    public void Lists_equal_a_naive_sort_of_the_available_rows() => Gen.Select(Views, Gen.Int[1, 10]).Sample((view, depth) =>
    {
        var rankings = CatalogRankings.Compute(view, Items.Now, Items.Signals, depth);
        foreach (var category in new string?[] { null, "c0", "c1", "c2", "c3", "unknown" })
        {
            var rows = view.Rows.Where(row => row.IsAvailable(Items.Now) && (category is null || row.IsIn(category))).ToArray();
            int[] Sorted(Func<CatalogRow, double> by, double above, int count) =>
                [.. rows.Where(row => by(row) > above).OrderByDescending(by).Select(row => row.Ordinal).Take(count)];
            Assert.Equal(Sorted(Popularity, -1, int.MaxValue), rankings.Popular(category).ToArray());
            Assert.Equal(Sorted(Growth, 0, depth), rankings.Trending(category).ToArray());
            Assert.Equal(Sorted(row => row.PublishedSeconds, 0, depth), rankings.New(category).ToArray());
            var members = category is null ? null : rankings.Members(category);
            Assert.All(view.Rows, row => Assert.Equal(category is not null && rows.Contains(row), members?.Contains(row.Ordinal) ?? false));
        }
    });

    [Fact]
    public void Categories_are_the_main_ones_by_size()
    {
        var hidden = Items.Item(4, "c") with { Hidden = true };
        var view = Items.View(Items.Item(0, "a", "z"), Items.Item(1, "b"), Items.Item(2, "b"), Items.Item(3), hidden);
        Assert.Equal(["b", "a"], CatalogRankings.Compute(view, Items.Now, Items.Signals).Categories);
    }

    [Fact]
    public void An_item_without_a_time_of_publication_is_not_new() =>
        Assert.Empty(CatalogRankings.Compute(Items.View(3, 1), Items.Now, Items.Signals).New().ToArray());

    [Fact]
    public void A_small_item_that_grows_trends_above_a_big_one_that_stays()
    {
        // A steady popularity of 2,800 promises a trend of 2,800 · 6 h / 7 d = 100.
        var view = Items.View(2, 1).Apply(
        [
            new ItemSignals(0, 2800, 100, Items.Now, default),
            new ItemSignals(1, 30, 25, Items.Now, default),
        ]);
        var rankings = CatalogRankings.Compute(view, Items.Now, Items.Signals);
        Assert.Equal([0, 1], rankings.Popular().ToArray());
        Assert.Equal([1], rankings.Trending().ToArray());
    }

    private static double Popularity(CatalogRow row) => ItemTrend.Popularity(row.Signals, Items.Now, Items.Signals);

    private static double Growth(CatalogRow row) => ItemTrend.Growth(row.Signals, Items.Now, Items.Signals);
}
