using CsCheck;

namespace Orleans.Reco.Inference.Tests;

public sealed class ContentFeaturesTests
{
    private static readonly ContentSpec Spec = new(ContentFeatures.CurrentScheme, Buckets: 1 << 15, MaxTokens: 256);

    private static readonly ItemContent Lamp = new()
    {
        Title = "Red desk-lamp, 3 W",
        Brand = "Lumen",
        Categories = ["Light"],
        Tags = ["LED"],
        Price = 12.50m,
    };

    /// <summary>A bundle of yesterday is served by the code of today: if this fails, the scheme needs a new number.</summary>
    [Fact]
    public void TokensOfTheSchemeNeverChange()
    {
        var tokens = new ContentFeatures(Spec).Tokens(Lamp);
        Assert.Equal(41, tokens.Length);
        Assert.Equal([7050L, 1748, 20793, 4012, 14260, 31546, 6554, 30112, 25481], tokens[..9]);
    }

    [Fact]
    public void NumbersArePriceAndLength()
    {
        var numbers = new float[ContentFeatures.NumberCount];
        ContentFeatures.Numbers(Lamp, numbers);
        Assert.Equal([MathF.Log(13.5f), 1, MathF.Log(6)], numbers);
        ContentFeatures.Numbers(new ItemContent(), numbers);
        Assert.Equal([0, 0, 0], numbers);
    }

    [Fact]
    public void CaseAndPunctuationOfTheTitleDoNotMatter() =>
        Assert.Equal(
            new ContentFeatures(Spec).Tokens(Lamp), new ContentFeatures(Spec).Tokens(Lamp with { Title = "  RED (Desk) lamp 3-w!" }));

    [Fact]
    public void ItemsWithTheSameHeadShareATokenThatTheWordElsewhereDoesNotGive()
    {
        long[] Tokens(string title) => new ContentFeatures(Spec with { MaxTokens = 1 }).Tokens(new ItemContent { Title = title });
        Assert.Equal(Tokens("red lamp"), Tokens("big blue lamp"));
        Assert.NotEqual(Tokens("red lamp"), Tokens("lamp red"));
    }

    [Fact]
    public void ScriptsWithoutSpacesAreCutIntoCharacters()
    {
        long[] Tokens(string title) => new ContentFeatures(Spec).Tokens(new ItemContent { Title = title });
        Assert.True(Tokens("红色台灯").Intersect(Tokens("蓝色台灯")).Count() >= 4, "色台灯 is in both");
    }

    [Fact]
    public void AnyTitleGivesDistinctTokensInRange() =>
        Gen.Select(Gen.String, Gen.String.Array, Gen.Int[1, 40], Gen.Int[2, 5_000]).Sample((title, labels, most, buckets) =>
        {
            var spec = new ContentSpec(ContentFeatures.CurrentScheme, buckets, most);
            var tokens = new ContentFeatures(spec).Tokens(new ItemContent { Title = title, Tags = labels, Categories = labels });
            return tokens.Length <= most
                && tokens.Distinct().Count() == tokens.Length
                && tokens.All(t => t >= 1 && t < buckets)
                && tokens.SequenceEqual(new ContentFeatures(spec).Tokens(new ItemContent { Title = title, Tags = labels, Categories = labels }));
        });

    [Fact]
    public void AnotherSchemeIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ContentFeatures(Spec with { Scheme = 99 }));
        Assert.Contains("scheme 1", error.Message, StringComparison.Ordinal);
    }
}
