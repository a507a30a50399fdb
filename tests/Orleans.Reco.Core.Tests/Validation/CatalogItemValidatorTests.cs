namespace Orleans.Reco.Core.Tests;

public sealed class CatalogItemValidatorTests
{
    private static readonly CatalogItem Good = Items.Item(1, "Tea") with
    {
        Description = "Two\nlines",
        Brand = "Brand",
        Price = 9.5m,
        Currency = "EUR",
        Tags = ["green"],
        Attributes = new() { ["origin"] = "" },
        PublishedAt = Items.Time(0),
        ExpiresAt = Items.Time(1),
    };

    public static TheoryData<string, Func<CatalogItem, CatalogItem>> Bad => new()
    {
        { "itemId", item => item with { ItemId = "" } },
        { "itemId", item => item with { ItemId = new string('x', 257) } },
        { "title", item => item with { Title = "" } },
        { "title", item => item with { Title = null! } },
        { "title", item => item with { Title = new string('x', 513) } },
        { "title", item => item with { Title = "a\tb" } },
        { "description", item => item with { Description = new string('x', 16_385) } },
        { "description", item => item with { Description = "a\0b" } },
        { "categories", item => item with { Categories = null! } },
        { "categories", item => item with { Categories = [.. Enumerable.Range(0, 17).Select(i => $"c{i}")] } },
        { "categories[1]", item => item with { Categories = ["a", ""] } },
        { "categories[0]", item => item with { Categories = [new string('x', 129)] } },
        { "brand", item => item with { Brand = new string('x', 129) } },
        { "price", item => item with { Price = -0.01m } },
        { "price", item => item with { Price = 1_000_000_001m } },
        { "currency", item => item with { Currency = "eur" } },
        { "currency", item => item with { Currency = "EURO" } },
        { "tags", item => item with { Tags = [.. Enumerable.Range(0, 65).Select(i => $"t{i}")] } },
        { "tags[0]", item => item with { Tags = [null!] } },
        { "attributes", item => item with { Attributes = Enumerable.Range(0, 65).ToDictionary(i => $"a{i}", _ => "v") } },
        { "attributes", item => item with { Attributes = new() { [""] = "v" } } },
        { "attributes.a", item => item with { Attributes = new() { ["a"] = new string('x', 1025) } } },
        { "expiresAt", item => item with { ExpiresAt = item.PublishedAt } },
    };

    [Fact]
    public void A_good_item_passes() => Assert.Null(CatalogItemValidator.Validate(Good));

    [Fact]
    public void An_item_at_every_limit_passes() => Assert.Null(CatalogItemValidator.Validate(new CatalogItem
    {
        ItemId = new string('i', 256),
        Title = new string('t', 512),
        Description = new string('d', 16_384),
        Categories = [.. Enumerable.Repeat(new string('c', 128), 16)],
        Brand = new string('b', 128),
        Price = 0,
        Currency = "USD",
        Tags = [.. Enumerable.Repeat(new string('t', 128), 64)],
        Attributes = Enumerable.Range(0, 64).ToDictionary(i => $"a{i}", _ => new string('v', 1024)),
    }));

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_field_is_named(string field, Func<CatalogItem, CatalogItem> spoil)
    {
        var error = CatalogItemValidator.Validate(spoil(Good));
        Assert.Equal(field, error?.Field);
        Assert.NotEmpty(error!.Message);
    }
}
