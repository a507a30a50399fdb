using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class CatalogViewTests
{
    /// <summary>Few ordinals, on both sides of a chunk's end, so that changes meet.</summary>
    private static readonly Gen<int> Ordinals = Gen.OneOf(Gen.Int[0, 5], Gen.Int[1022, 1026], Gen.Int[4000, 4001]);

    private static readonly Gen<CatalogEntry> Entries =
        Gen.Select(Ordinals, Gen.Int[0, 6], Gen.Bool, Gen.Bool, Gen.Int[-2, 2], Gen.Int[0, 3])
            .Select((ordinal, id, inStock, hidden, from, kind) => new CatalogEntry(ordinal, $"id-{id}", kind == 0 ? null : new CatalogItem
            {
                ItemId = $"id-{id}",
                Title = $"{ordinal} {id}",
                Categories = [.. Enumerable.Range(0, kind).Select(c => $"category-{id - c}")],
                Brand = kind == 1 ? null : $"brand-{id}",
                InStock = inStock,
                Hidden = hidden,
                PublishedAt = kind == 1 ? null : Items.Time(from),
                ExpiresAt = kind == 2 ? null : Items.Time(from + 2),
            }));

    private static readonly Gen<ItemSignals> Signals =
        Gen.Select(Ordinals, Gen.Float[0, 9]).Select((ordinal, popularity) => new ItemSignals(ordinal, popularity, 0, Items.Now, default));

    private static readonly Gen<object[]> Changes = Gen.OneOf<object[]>(
        Entries.Array[1, 4].Select(entries => (object[])entries),
        Signals.Array[1, 4].Select(signals => (object[])signals)).Array[1, 20].Select(batches => (object[])batches);

    [Fact]
    public void Every_snapshot_equals_the_model_at_its_time_for_ever() => Changes.Sample(batches =>
    {
        var view = CatalogView.Empty("default");
        var model = new Model();
        var snapshots = new List<(CatalogView View, Model Model)> { (view, model) };
        foreach (var batch in batches)
        {
            view = batch is CatalogEntry[] entries ? view.Apply(entries) : view.Apply((ItemSignals[])batch);
            model = model.Apply((object[])batch);
            snapshots.Add((view, model));
        }

        foreach (var (snapshot, expected) in snapshots)
        {
            expected.AssertEquals(snapshot);
        }

        model.AssertSignals(view);
    });

    [Fact]
    public void Views_that_fork_do_not_see_each_other() => Gen.Select(Changes, Changes).Sample((left, right) =>
    {
        var common = Items.View(3, 2);
        var original = Model.Of(common);
        var views = (Left: common, Right: common);
        var models = (Left: original, Right: original);
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            views.Left = i < left.Length ? Apply(views.Left, left[i]) : views.Left;
            models.Left = i < left.Length ? models.Left.Apply((object[])left[i]) : models.Left;
            views.Right = i < right.Length ? Apply(views.Right, right[i]) : views.Right;
            models.Right = i < right.Length ? models.Right.Apply((object[])right[i]) : models.Right;
        }

        models.Left.AssertEquals(views.Left);
        models.Right.AssertEquals(views.Right);
        original.AssertEquals(common);
    });

    [Fact]
    public void A_change_shares_the_chunks_that_it_does_not_touch()
    {
        var view = Items.View(3000, 3);
        var changed = view.Apply([Items.Entry(2000, Items.Item(2000, "other"))]);
        Assert.Same(view[0], changed[0]);
        Assert.NotSame(view[2000], changed[2000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = changed.Apply([Items.Entry(2000, Items.Item(2000, "other"))]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 40_000);
    }

    [Fact]
    public void Items_share_the_words_that_they_have_in_common()
    {
        var view = CatalogView.Empty("default").Apply([Entry(0)]).Apply([Entry(1)]);
        Assert.Same(view[0]!.Category, view[1]!.Category);
        Assert.Same(view[0]!.Categories[1], view[1]!.Categories[1]);
        Assert.Same(view[0]!.Brand, view[1]!.Brand);
        Assert.Same(view[0]!.Currency, view[1]!.Currency);

        static CatalogEntry Entry(int ordinal) => Items.Entry(ordinal, Items.Item(ordinal) with
        {
            Categories = [Copy("shoes"), Copy("sale")],
            Brand = Copy("brand"),
            Currency = Copy("EUR"),
        });

        static string Copy(string word) => new(word.AsSpan());
    }

    [Fact]
    public void An_item_that_comes_back_under_a_new_ordinal_is_found_there_and_in_old_views_at_the_old_one()
    {
        var first = Items.View(Items.Item(0));
        var second = first.Apply([Items.Entry(0, null), new CatalogEntry(7, "item-0", Items.Item(0))]);
        Assert.True(first.TryGetOrdinal("item-0", out var old));
        Assert.True(second.TryGetOrdinal("item-0", out var current));
        Assert.Equal((0, 7, 1), (old, current, second.ItemCount));
    }

    [Fact]
    public void Signals_wait_for_their_item_and_outlive_its_changes()
    {
        var view = CatalogView.Empty("default").Apply([new ItemSignals(2, 5, 1, Items.Now, default)]);
        Assert.Null(view[2]);
        Assert.Equal(0, view.ItemCount);
        view = view.Apply([Items.Entry(2, Items.Item(2))]).Apply([Items.Entry(2, Items.Item(2, "new category"))]);
        Assert.Equal(5, view[2]!.Signals.Popularity);
    }

    [Fact]
    public void Signals_of_known_items_change_in_place_without_new_rows()
    {
        var view = Items.View(3000, 3);
        ItemSignals[] news = [.. Enumerable.Range(0, 3000).Select(ordinal => new ItemSignals(ordinal, ordinal, 1, Items.Now, default))];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var after = view.Apply(news);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        Assert.Same(view, after);
        Assert.All(view.Rows, row => Assert.Equal(row.Ordinal, row.Signals.Popularity));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(CatalogView.MaxLength)]
    public void An_absurd_ordinal_is_refused(int ordinal) => Assert.Throws<ArgumentOutOfRangeException>(
        "ordinal",
        () => CatalogView.Empty("default").Apply([Items.Entry(ordinal, Items.Item(0))]));

    private static CatalogView Apply(CatalogView view, object batch) =>
        batch is CatalogEntry[] entries ? view.Apply(entries) : view.Apply((ItemSignals[])batch);

    /// <summary>What a view means, in dictionaries that are copied whole.</summary>
    private sealed record Model
    {
        private Dictionary<int, CatalogEntry> Entries { get; init; } = [];

        private Dictionary<int, float> Popularity { get; init; } = [];

        public static Model Of(CatalogView view) =>
            new() { Entries = view.Rows.ToDictionary(row => row.Ordinal, row => new CatalogEntry(row.Ordinal, row.ItemId, row.Item)) };

        public Model Apply(object[] batch)
        {
            var next = new Model { Entries = new(Entries), Popularity = new(Popularity) };
            foreach (var change in batch)
            {
                if (change is CatalogEntry entry)
                {
                    var same = next.Entries.Values.Where(other => other.ItemId == entry.ItemId && entry.Item is not null);
                    foreach (var older in same.ToArray())
                    {
                        next.Entries[older.Ordinal] = older with { Item = null };
                    }

                    next.Entries[entry.Ordinal] = entry;
                }
                else if (change is ItemSignals signals)
                {
                    next.Popularity[signals.Ordinal] = signals.Popularity;
                }
            }

            return next;
        }

        /// <summary>Signals are the latest in every view, and so only those of the last one are known.</summary>
        public void AssertSignals(CatalogView view) => Assert.All(
            Entries.Keys, ordinal => Assert.Equal(Popularity.GetValueOrDefault(ordinal), view[ordinal]!.Signals.Popularity));

        public void AssertEquals(CatalogView view)
        {
            Assert.Equal(Entries.Values.Count(entry => entry.Item is not null), view.ItemCount);
            Assert.Equal(Entries.Keys.Order(), view.Rows.Select(row => row.Ordinal));
            Assert.Equal(Entries.Keys.Concat(Popularity.Keys).DefaultIfEmpty(-1).Max() + 1, view.Length);
            foreach (var entry in Entries.Values)
            {
                AssertEqual(entry.Item, view[entry.Ordinal]!);
                for (var now = Items.Now - 4; now <= Items.Now + 5; now++)
                {
                    Assert.Equal(IsAvailable(entry.Item, now), view.IsAvailable(entry.Ordinal, now));
                    Assert.Equal(IsAvailable(entry.Item, now), view[entry.Ordinal]!.IsAvailable(now));
                }
            }

            for (var id = 0; id <= 6; id++)
            {
                var live = Entries.Values.Where(entry => entry.ItemId == $"id-{id}" && entry.Item is not null).ToArray();
                Assert.Equal(live.Length == 1, view.TryGetOrdinal($"id-{id}", out var ordinal));
                Assert.Equal(live.Length == 1 ? live[0].Ordinal : HistoryEvent.NoItem, ordinal);
            }

            Assert.False(view.IsAvailable(-1, Items.Now));
            Assert.False(view.IsAvailable(view.Length, Items.Now));
            Assert.Null(view[view.Length]);
        }

        /// <summary>Of records arrays are compared by reference, so the one of categories by itself.</summary>
        private static void AssertEqual(CatalogItem? expected, CatalogRow row)
        {
            Assert.Equal(expected is null, row.Deleted);
            if (expected is not null)
            {
                Assert.Equal(expected, row.Item! with { Categories = expected.Categories });
                Assert.Equal(expected.Categories, row.Categories);
                Assert.Equal(expected.Categories.FirstOrDefault(), row.Category);
            }
        }

        private static bool IsAvailable(CatalogItem? item, uint now)
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(now);
            return item is { InStock: true, Hidden: false } && !(item.PublishedAt > time) && !(item.ExpiresAt <= time);
        }
    }
}
