using CsCheck;

namespace Orleans.Reco.Core.Tests;

public sealed class ExposureRingTests
{
    [Fact]
    public void Counts_as_a_list_of_the_last_exposures_does() =>
        Gen.Select(Gen.Int[0, 5].Array[0, 6].Array[0, 12], Gen.Int[1, 30], Gen.UInt[0, 12]).Sample((lists, capacity, since) =>
        {
            var ring = new ExposureRing(capacity);
            var model = new List<Exposure>();
            for (var time = 0; time < lists.Length; time++)
            {
                ring.Record(lists[time], (uint)time);
                model.AddRange(lists[time].Select(ordinal => new Exposure(ordinal, (uint)time)));
            }

            model = [.. model.TakeLast(capacity)];
            var restored = ExposureRing.From(ring.ToPacked(), capacity);
            Span<ushort> tally = stackalloc ushort[4];
            ring.Tally(since, tally);
            var total = 0;
            foreach (var count in tally)
            {
                total += count;
            }

            Assert.Equal(model.Count(exposure => exposure.UnixSeconds >= since), total);
            Assert.Equal(model.Count, ring.Count);
            for (var ordinal = 0; ordinal <= 5; ordinal++)
            {
                var expected = model.Count(exposure => exposure.Ordinal == ordinal && exposure.UnixSeconds >= since);
                Assert.Equal(expected, ring.CountSince(ordinal, since));
                Assert.Equal(expected, restored.CountSince(ordinal, since));
                Assert.InRange(expected, 0, ExposureRing.AtMost(ordinal, tally));
            }
        });
}
