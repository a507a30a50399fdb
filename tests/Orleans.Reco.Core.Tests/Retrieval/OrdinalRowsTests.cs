namespace Orleans.Reco.Core.Tests;

public sealed class OrdinalRowsTests
{
    [Fact]
    public void Maps_both_ways()
    {
        var rows = new OrdinalRows([7, HistoryEvent.NoItem, 0]);
        Assert.Equal(3, rows.Count);
        Assert.True(rows.TryGetRow(7, out var row) && row == 0);
        Assert.True(rows.TryGetRow(0, out row) && row == 2);
        Assert.All([-1, 1, 8, int.MaxValue], ordinal => Assert.False(rows.TryGetRow(ordinal, out _)));
    }

    [Fact]
    public void An_item_has_one_row() => Assert.Throws<ArgumentException>("ordinals", () => new OrdinalRows([3, 4, 3]));

    [Fact]
    public void Vectors_are_found_by_ordinal()
    {
        var vectors = new ItemVectors([1, 2, 3, 4], 2, [9, 5]);
        Assert.True(vectors.TryGetVector(5, out var vector));
        Assert.Equal([3f, 4f], vector.ToArray());
        Assert.False(vectors.TryGetVector(6, out vector));
        Assert.True(vector.IsEmpty);
    }

    [Fact]
    public void Vectors_need_all_their_values() => Assert.Throws<ArgumentException>("values", () => new ItemVectors([1, 2, 3], 2, [9, 5]));
}
