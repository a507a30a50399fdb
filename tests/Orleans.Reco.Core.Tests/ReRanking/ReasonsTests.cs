namespace Orleans.Reco.Core.Tests;

public sealed class ReasonsTests
{
    private static readonly CatalogView View = Items.View(Items.Item(0, "Tea"), Items.Item(1), Items.Item(2, "Cups"));

    [Theory]
    [InlineData(0, CandidateSource.Personal, "Matches your taste in Tea")]
    [InlineData(1, CandidateSource.Personal, "Matches your taste")]
    [InlineData(0, CandidateSource.Trending, "Trending now")]
    [InlineData(0, CandidateSource.Popular, "Popular now")]
    [InlineData(0, CandidateSource.New, "New in Tea")]
    [InlineData(1, CandidateSource.New, "New")]
    public void The_source_is_said_in_words(int ordinal, CandidateSource source, string reason) =>
        Assert.Equal([reason], Reasons.For(Items.Candidate(ordinal, 1, source), View));

    [Theory]
    [InlineData(InteractionType.Purchase, "bought")]
    [InlineData(InteractionType.Cart, "put in your cart")]
    [InlineData(InteractionType.Like, "liked")]
    [InlineData(InteractionType.Review, "reviewed")]
    [InlineData(InteractionType.Rating, "rated")]
    [InlineData(InteractionType.Share, "shared")]
    [InlineData(InteractionType.View, "looked at")]
    public void The_item_that_led_here_comes_first_with_the_strongest_thing_that_was_done(InteractionType type, string verb)
    {
        var history = new BehaviourHistory();
        history.Append(new HistoryEvent(2, 1, 0, type));
        history.Append(new HistoryEvent(2, 2, 0, InteractionType.View));
        history.Append(new HistoryEvent(1, 3, 0, InteractionType.Purchase));
        var similar = new ScoredCandidate(0, 1, 2, CandidateSource.Similar);
        Assert.Equal([$"Because you {verb} Item 2"], Reasons.For(similar, View, history));
        Assert.Equal(
            [$"Because you {verb} Item 2", "Matches your taste in Tea"],
            Reasons.For(similar with { Source = CandidateSource.Personal }, View, history));
    }

    [Fact]
    public void An_item_that_is_gone_is_no_reason_and_needs_none()
    {
        var view = View.Apply([Items.Entry(2, null)]);
        Assert.Equal(["Similar to what you looked at"], Reasons.For(new ScoredCandidate(0, 1, 2, CandidateSource.Similar), view));
        Assert.Empty(Reasons.For(Items.Candidate(2), view));
    }
}
