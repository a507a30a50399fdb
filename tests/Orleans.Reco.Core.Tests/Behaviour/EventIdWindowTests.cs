using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class EventIdWindowTests
{
    [Fact]
    public void Knows_exactly_the_last_ids() =>
        Gen.Select(Gen.Int[0, 30].Array[0, 60], Gen.Int[1, 12]).Sample((ids, capacity) =>
        {
            var window = new EventIdWindow(capacity);
            var model = new List<int>();
            foreach (var id in ids)
            {
                Assert.Equal(model.Contains(id), window.Contains($"event-{id}"));
                window.Add($"event-{id}");
                if (!model.Contains(id))
                {
                    model.Add(id);
                    model = [.. model.TakeLast(capacity)];
                }
            }

            var restored = EventIdWindow.From(window.ToPacked(), capacity);
            Assert.All(Enumerable.Range(0, 31), id => Assert.Equal(model.Contains(id), restored.Contains($"event-{id}")));
        });

    [Fact]
    public void The_hash_of_an_id_never_changes_because_it_is_stored()
    {
        var window = new EventIdWindow();
        window.Add("0193a5b2-0000-7000-8000-000000000001");
        Assert.Equal([16191463070321010816UL], window.ToPacked().Span.ToArray());
    }
}
