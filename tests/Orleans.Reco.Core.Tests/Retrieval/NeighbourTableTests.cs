using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class NeighbourTableTests
{
    [Fact]
    public void Accumulates_the_formula_and_names_the_item_that_gave_most() =>
        Gen.Select(Gen.Int[-1, 5].Array[18], Gen.Int[0, 8].Array[0, 20], Gen.Int[1, 12]).Sample((neighbours, history, events) =>
        {
            // Rows 0 to 5 are ordinals 5 to 0; row 3 is of an item that the catalog does not have.
            var rows = new OrdinalRows([5, 4, 3, HistoryEvent.NoItem, 1, 0]);
            var similarities = neighbours.Select((_, i) => 1f / (i + 1)).ToArray();
            var scores = new NeighbourScores();
            new NeighbourTable(neighbours, similarities, 3, rows).Accumulate(Views(history), InteractionTypes.Default, scores, events);

            var known = history.Where(ordinal => rows.TryGetRow(ordinal, out _)).Reverse().Take(events).ToArray();
            var expected = new Dictionary<int, List<(float Score, int Because)>>();
            for (var age = 0; age < known.Length; age++)
            {
                rows.TryGetRow(known[age], out var row);
                for (var i = 3 * row; i < 3 * (row + 1); i++)
                {
                    if (neighbours[i] >= 0 && neighbours[i] != 3)
                    {
                        var ordinal = rows.Ordinals[neighbours[i]];
                        expected.TryAdd(ordinal, []);
                        expected[ordinal].Add((MathF.Pow(0.8f, age) * similarities[i], known[age]));
                    }
                }
            }

            Assert.Equal(expected.Keys.Order(), scores.Ordinals.ToArray().Order());
            Assert.All(expected, pair =>
            {
                Assert.Equal(pair.Value.Sum(part => part.Score), scores.Score(pair.Key), 1e-5);
                var most = pair.Value.Max(part => part.Score) - 1e-6;
                Assert.Contains(pair.Value, part => part.Because == scores.Because(pair.Key) && part.Score >= most);
            });
        });

    [Fact]
    public void Events_against_an_item_do_not_bring_its_neighbours()
    {
        var table = new NeighbourTable([1, 0], [0.5f, 0.5f], 1, new OrdinalRows([0, 1]));
        var scores = new NeighbourScores();
        table.Accumulate(
            [new(0, 1, 0, InteractionType.Dislike), new(0, 1, 1, InteractionType.Rating), new(0, 1, 0, InteractionType.Impression)],
            InteractionTypes.Default,
            scores);
        Assert.Equal(0, scores.Count);
        Assert.Equal((0f, HistoryEvent.NoItem), (scores.Score(1), scores.Because(1)));
    }

    [Fact]
    public void The_best_neighbours_that_a_filter_allows_are_offered()
    {
        var table = new NeighbourTable([1, 2, -1, -1, -1, -1], [0.9f, 0.5f, 0, 0, 0, 0], 2, new OrdinalRows([0, 1, 2]));
        var scores = new NeighbourScores();
        table.Accumulate(Views([0]), InteractionTypes.Default, scores);
        var top = new TopK(5);
        scores.OfferTo(top, new CandidateFilter(null, 0, new[] { 1 }));
        Assert.Equal(1, top.Count);
        Assert.Equal([(1, 0.9f), (2, 0.5f)], table.Of(0));
        Assert.Empty(table.Of(77));
    }

    [Fact]
    public void A_table_of_another_shape_or_with_unknown_rows_is_refused()
    {
        var rows = new OrdinalRows([0, 1]);
        Assert.Throws<ArgumentException>("neighbours", () => new NeighbourTable([0, 1, 0], [0, 0, 0], 1, rows));
        Assert.Throws<ArgumentException>("neighbours", () => new NeighbourTable([0, 1], [0], 1, rows));
        Assert.Throws<ArgumentOutOfRangeException>("neighbours", () => new NeighbourTable([0, 2], [0, 0], 1, rows));
    }

    private static HistoryEvent[] Views(int[] ordinals) =>
        [.. ordinals.Select(ordinal => new HistoryEvent(ordinal, 1, 0, InteractionType.View))];
}
