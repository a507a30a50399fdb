using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class BehaviourHistoryTests
{
    private static readonly Gen<HistoryEvent> Events =
        Gen.Select(Gen.Int[-1, 30], Gen.UInt[1, 100], Gen.Float[-5, 5], Gen.Int[1, 11])
            .Select((ordinal, time, value, type) => new HistoryEvent(ordinal, time, value, (InteractionType)type));

    [Fact]
    public void Keeps_the_last_events_in_order() =>
        Gen.Select(Events.Array[0, 60], Gen.Int[1, 20], Gen.Int[0, 25]).Sample((events, capacity, n) =>
        {
            var history = new BehaviourHistory(capacity);
            foreach (var item in events)
            {
                history.Append(item);
            }

            var kept = events.TakeLast(capacity).ToArray();
            Assert.Equal(kept.Length, history.Count);
            Assert.Equal(kept, history.ToPacked().Span.ToArray());
            Assert.Equal(kept.TakeLast(n), history.Last(n).Span.ToArray());
            Assert.All(kept.Index(), pair => Assert.Equal(pair.Item, history[pair.Index]));
        });

    [Fact]
    public void A_restored_history_goes_on_like_the_original() =>
        Gen.Select(Events.Array[0, 30], Events.Array[0, 30], Gen.Int[1, 20]).Sample((before, after, capacity) =>
        {
            var original = new BehaviourHistory(capacity);
            Array.ForEach(before, item => original.Append(item));
            var restored = BehaviourHistory.From(original.ToPacked(), capacity);
            foreach (var item in after)
            {
                original.Append(item);
                restored.Append(item);
            }

            Assert.Equal(original.ToPacked(), restored.ToPacked());
        });

    [Fact]
    public void A_smaller_capacity_keeps_the_newest() =>
        Assert.Equal([3, 4], BehaviourHistory.From(Views(1, 2, 3, 4), 2).ToPacked().Span.ToArray().Select(item => item.Ordinal));

    [Fact]
    public void A_packed_history_does_not_change_with_the_ring()
    {
        var history = BehaviourHistory.From(Views(1, 2), 2);
        var taken = history.ToPacked();
        history.Append(new HistoryEvent(3, 1, 0, InteractionType.View));
        Assert.Equal(Views(1, 2), taken);
    }

    [Fact]
    public void Appending_to_a_full_history_allocates_nothing()
    {
        var history = new BehaviourHistory(8);
        var item = new HistoryEvent(1, 1, 0, InteractionType.View);
        for (var i = 0; i < 8; i++)
        {
            history.Append(item);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            history.Append(item);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Seen_items_are_ascending_distinct_and_of_types_that_mark() =>
        Gen.Select(Events.Array[0, 60], Gen.Int[0, 40].Array[0, 10]).Sample((events, also) =>
        {
            var history = BehaviourHistory.From(new Packed<HistoryEvent>(events), 50);
            InteractionType[] unseen = [InteractionType.Share, InteractionType.Search, InteractionType.Impression];
            var marking = events.TakeLast(50)
                .Where(item => item.Ordinal >= 0 && !unseen.Contains(item.Type))
                .Select(item => item.Ordinal);
            Assert.Equal(marking.Concat(also).Distinct().Order(), history.SeenOrdinals(InteractionTypes.Default, also).Span.ToArray());
        });

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_position_outside_is_refused(int position)
    {
        var history = BehaviourHistory.From(Views(1, 2), 4);
        Assert.Throws<ArgumentOutOfRangeException>("fromOldest", () => history[position]);
    }

    private static Packed<HistoryEvent> Views(params int[] ordinals) =>
        new(ordinals.Select(ordinal => new HistoryEvent(ordinal, 1, 0, InteractionType.View)).ToArray());
}
