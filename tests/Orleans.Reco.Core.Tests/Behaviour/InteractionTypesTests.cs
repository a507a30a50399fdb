using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core.Tests;

public sealed class InteractionTypesTests
{
    [Theory]
    [InlineData("view", InteractionType.View, 1)]
    [InlineData("click", InteractionType.Click, 1)]
    [InlineData("cart", InteractionType.Cart, 3)]
    [InlineData("purchase", InteractionType.Purchase, 5)]
    [InlineData("like", InteractionType.Like, 3)]
    [InlineData("dislike", InteractionType.Dislike, -3)]
    [InlineData("share", InteractionType.Share, 3)]
    [InlineData("review", InteractionType.Review, 2)]
    [InlineData("search", InteractionType.Search, 0)]
    [InlineData("impression", InteractionType.Impression, 0)]
    public void Built_in_types_have_names_codes_and_weights(string name, InteractionType code, double weight)
    {
        Assert.True(InteractionTypes.Default.TryGet(name, out var type));
        Assert.Equal(code, type.Code);
        Assert.Equal(weight, type.WeightOf(17));
        Assert.Equal(name, InteractionTypes.Default.Name(code));
    }

    [Fact]
    public void Every_code_of_the_enum_is_known() =>
        Assert.All(Enum.GetValues<InteractionType>().Except([InteractionType.None]), code =>
            Assert.Equal(code.ToString().ToLowerInvariant(), InteractionTypes.Default.Name(code)));

    [Theory]
    [InlineData(5, 3)]
    [InlineData(2, 0)]
    [InlineData(1, -1)]
    public void A_rating_weighs_by_its_value(double rating, double weight) =>
        Assert.Equal(weight, InteractionTypes.Default[InteractionType.Rating].WeightOf(rating));

    [Fact]
    public void Configuration_adds_types_and_changes_weights()
    {
        var types = new InteractionTypes(new InteractionOptions
        {
            Weights = { ["view"] = 0.5 },
            Types = { new CustomInteractionType { Name = "wishlist", Code = 40, Weight = 2, MovesEncoder = false } },
        });
        Assert.True(types.TryGet("wishlist", out var wishlist));
        Assert.Equal((InteractionType)40, wishlist.Code);
        Assert.Equal((2.0, true, false), (wishlist.WeightOf(0), wishlist.MarksSeen, wishlist.MovesEncoder));
        Assert.Equal(0.5, types[InteractionType.View].Weight);
        Assert.Equal("wishlist", types.Name((InteractionType)40));
    }

    [Fact]
    public void A_code_that_is_no_longer_configured_is_neutral()
    {
        var type = InteractionTypes.Default[(InteractionType)77];
        Assert.Equal(("type-77", 0.0, false, false), (type.Name, type.WeightOf(9), type.MarksSeen, type.MovesEncoder));
    }

    [Theory]
    [InlineData("View")]
    [InlineData("")]
    [InlineData(null)]
    public void Names_are_exact(string? name) => Assert.False(InteractionTypes.Default.TryGet(name, out _));

    [Theory]
    [InlineData("view", 40, 1, "Types:0:Name 'view' is taken.")]
    [InlineData("wish list", 40, 1, "Types:0:Name must have")]
    [InlineData("wishlist", 31, 1, "Types:0:The field Code must be between 32 and 255.")]
    [InlineData("wishlist", 256, 1, "Types:0:The field Code must be between 32 and 255.")]
    [InlineData("wishlist", 40, double.NaN, "Types:0:The field Weight must be between -100 and 100.")]
    public void Bad_types_are_refused_by_key(string name, int code, double weight, string message)
    {
        var options = new InteractionOptions { Types = { new CustomInteractionType { Name = name, Code = code, Weight = weight } } };
        Assert.StartsWith(message, Assert.Throws<ValidationException>(() => new InteractionTypes(options)).Message);
    }

    [Theory]
    [InlineData("wishlist", 1, "Weights:wishlist is not")]
    [InlineData("rating", 1, "Weights:rating is not")]
    [InlineData("view", 101, "Weights:view must be in -100 to 100.")]
    [InlineData("view", double.NaN, "Weights:view must be in -100 to 100.")]
    public void Bad_weights_are_refused_by_key(string name, double weight, string message)
    {
        var options = new InteractionOptions { Weights = { [name] = weight } };
        Assert.StartsWith(message, Assert.Throws<ValidationException>(() => new InteractionTypes(options)).Message);
    }

    [Fact]
    public void Two_types_cannot_share_a_code()
    {
        var options = new InteractionOptions { Types = { new() { Name = "a", Code = 40 }, new() { Name = "b", Code = 40 } } };
        Assert.Equal("Types:1:Code 40 is taken.", Assert.Throws<ValidationException>(() => new InteractionTypes(options)).Message);
    }

    [Fact]
    public void Ratings_need_a_range()
    {
        var options = new InteractionOptions { RatingMin = 5, RatingMax = 5 };
        var error = Assert.Throws<ValidationException>(() => new InteractionTypes(options));
        Assert.Equal("RatingMin must be below RatingMax.", error.Message);
    }
}
