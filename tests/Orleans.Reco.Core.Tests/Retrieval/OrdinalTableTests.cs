using System.Runtime.CompilerServices;
using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class OrdinalTableTests
{
    // Few that often come again, neighbours of each other, far apart, and the ends of their range.
    private static readonly Gen<int> Ordinals =
        Gen.OneOf(Gen.Int[0, 20], Gen.Int[5_000, 6_000], Gen.Int[0, CatalogView.MaxLength], Gen.Const(int.MaxValue), Gen.Const(HistoryEvent.NoItem));

    [Fact]
    public void Is_a_dictionary_that_keeps_its_order()
    {
        var table = new OrdinalTable<int>();
        Gen.Select(Ordinals.Array[0, 1_000], Ordinals.Array[20]).Sample(
            (added, others) =>
            {
                table.Clear();
                var expected = new Dictionary<int, int>();
                foreach (var ordinal in added)
                {
                    table.GetOrAdd(ordinal, out var exists)++;
                    Assert.Equal(expected.ContainsKey(ordinal), exists);
                    expected[ordinal] = expected.GetValueOrDefault(ordinal) + 1;
                }

                Assert.Equal(added.Distinct(), table.Ordinals.ToArray());
                Assert.Equal(added.Distinct().Select(ordinal => expected[ordinal]), table.Values.ToArray());
                Assert.All(added.Concat(others), ordinal =>
                {
                    ref var value = ref table.Find(ordinal);
                    Assert.Equal(expected.TryGetValue(ordinal, out var count) ? count : null, Unsafe.IsNullRef(ref value) ? (int?)null : value);
                });
            },
            threads: 1);
    }
}
