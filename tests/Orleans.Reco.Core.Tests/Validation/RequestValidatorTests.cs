namespace Orleans.Reco.Core.Tests;

public sealed class RequestValidatorTests
{
    public static TheoryData<string?, RecommendRequest> Recommend => new()
    {
        { null, new RecommendRequest() },
        { null, new RecommendRequest { Count = 200, Exclude = [.. Enumerable.Repeat("x", 1000)], Category = "Tea", MinSequence = 9 } },
        { "count", new RecommendRequest { Count = 0 } },
        { "count", new RecommendRequest { Count = 201 } },
        { "placement", new RecommendRequest { Placement = "" } },
        { "placement", new RecommendRequest { Placement = new string('x', 65) } },
        { "exclude", new RecommendRequest { Exclude = null! } },
        { "exclude", new RecommendRequest { Exclude = [.. Enumerable.Repeat("x", 1001)] } },
        { "exclude[1]", new RecommendRequest { Exclude = ["a", ""] } },
        { "category", new RecommendRequest { Category = "" } },
        { "minSequence", new RecommendRequest { MinSequence = -1 } },
    };

    public static TheoryData<string?, RankRequest> Rank => new()
    {
        { null, new RankRequest { ItemIds = ["a"] } },
        { "itemIds", new RankRequest { ItemIds = [] } },
        { "itemIds", new RankRequest { ItemIds = null! } },
        { "itemIds", new RankRequest { ItemIds = [.. Enumerable.Repeat("x", 1001)] } },
        { "itemIds[0]", new RankRequest { ItemIds = ["a\0"] } },
        { "minSequence", new RankRequest { ItemIds = ["a"], MinSequence = -1 } },
    };

    public static TheoryData<string?, SessionRecommendRequest> Session => new()
    {
        { null, new SessionRecommendRequest { Events = [] } },
        { null, new SessionRecommendRequest { Events = [new("a"), new("b", "cart")] } },
        { "events", new SessionRecommendRequest { Events = null! } },
        { "events", new SessionRecommendRequest { Events = [.. Enumerable.Repeat(new SessionEvent("a"), 201)] } },
        { "events[1].itemId", new SessionRecommendRequest { Events = [new("a"), new("")] } },
        { "events[0].itemId", new SessionRecommendRequest { Events = [null!] } },
        { "events[0].type", new SessionRecommendRequest { Events = [new("a", "stare")] } },
        { "count", new SessionRecommendRequest { Events = [], Count = 0 } },
        { "exclude", new SessionRecommendRequest { Events = [], Exclude = null! } },
        { "category", new SessionRecommendRequest { Events = [], Category = new string('x', 129) } },
    };

    [Theory]
    [MemberData(nameof(Recommend))]
    public void Recommendations(string? field, RecommendRequest request) => Assert.Equal(field, RequestValidator.Validate(request)?.Field);

    [Theory]
    [MemberData(nameof(Rank))]
    public void Rankings(string? field, RankRequest request) => Assert.Equal(field, RequestValidator.Validate(request)?.Field);

    [Theory]
    [MemberData(nameof(Session))]
    public void Sessions(string? field, SessionRecommendRequest request) =>
        Assert.Equal(field, RequestValidator.Validate(request, InteractionTypes.Default)?.Field);
}
