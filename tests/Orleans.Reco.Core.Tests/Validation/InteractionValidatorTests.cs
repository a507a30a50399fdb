namespace Orleans.Reco.Core.Tests;

public sealed class InteractionValidatorTests
{
    private static readonly DateTimeOffset Now = Items.Time(0);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly Interaction Good = new()
    {
        EventId = "e1",
        UserId = "u1",
        ItemId = "i1",
        Type = "rating",
        Value = 4,
        Timestamp = Now + Skew,
        SessionId = "s1",
        RecommendationId = "r1",
        Context = new() { ["page"] = "home" },
    };

    public static TheoryData<string, Func<Interaction, Interaction>> Bad => new()
    {
        { "eventId", item => item with { EventId = "" } },
        { "eventId", item => item with { EventId = new string('x', 129) } },
        { "eventId", item => item with { EventId = "a\nb" } },
        { "userId", item => item with { UserId = "" } },
        { "userId", item => item with { UserId = null! } },
        { "type", item => item with { Type = "RATING" } },
        { "type", item => item with { Type = null! } },
        { "itemId", item => item with { ItemId = null } },
        { "itemId", item => item with { ItemId = "\ud800" } },
        { "itemId", item => item with { Type = "search", ItemId = "" } },
        { "value", item => item with { Value = null } },
        { "value", item => item with { Value = 5.01 } },
        { "value", item => item with { Value = -0.01 } },
        { "value", item => item with { Value = double.NaN } },
        { "value", item => item with { Type = "view", Value = double.NaN } },
        { "value", item => item with { Type = "view", Value = double.PositiveInfinity } },
        { "value", item => item with { Type = "view", Value = -1.1e9 } },
        { "timestamp", item => item with { Timestamp = Now + Skew + TimeSpan.FromTicks(1) } },
        { "timestamp", item => item with { Timestamp = new(1999, 12, 31, 23, 59, 59, TimeSpan.Zero) } },
        { "timestamp", item => item with { Timestamp = DateTimeOffset.MaxValue } },
        { "timestamp", item => item with { Timestamp = DateTimeOffset.MinValue } },
        { "sessionId", item => item with { SessionId = new string('x', 129) } },
        { "recommendationId", item => item with { RecommendationId = new string('x', 129) } },
        { "context", item => item with { Context = Enumerable.Range(0, 33).ToDictionary(i => $"k{i}", _ => "v") } },
        { "context", item => item with { Context = new() { [new string('k', 65)] = "v" } } },
        { "context.k", item => item with { Context = new() { ["k"] = new string('v', 257) } } },
    };

    public static TheoryData<Func<Interaction, Interaction>> Allowed => new()
    {
        item => item,
        item => item with { EventId = null, Timestamp = null, SessionId = null, RecommendationId = null, Context = null },
        item => item with { Type = "search", ItemId = null, Value = null },
        item => item with { Type = "view", Value = -1e9 },
        item => item with { Value = 0 },
        item => item with { Timestamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_good_event_passes(Func<Interaction, Interaction> change) => Assert.Null(Validate(change(Good)));

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_field_is_named(string field, Func<Interaction, Interaction> spoil)
    {
        var error = Validate(spoil(Good));
        Assert.Equal(field, error?.Field);
        Assert.NotEmpty(error!.Message);
    }

    [Fact]
    public void An_unknown_type_is_answered_with_the_known_ones() =>
        Assert.Contains("view, click, cart", Validate(Good with { Type = "stare" })!.Message);

    private static FieldError? Validate(Interaction interaction) =>
        InteractionValidator.Validate(interaction, InteractionTypes.Default, Now, Skew);
}
