using System.Runtime.CompilerServices;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Orleans.Reco.Core.Tests;

public sealed class PackedTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();

    [Fact]
    public void Floats_come_back_bit_for_bit() =>
        Gen.Float.Array[0, 200].Sample(values => Assert.Equal(new Packed<float>(values), RoundTrip(new Packed<float>(values))));

    [Fact]
    public void Structs_come_back_in_place() =>
        Gen.Select(Gen.Int, Gen.UInt, Gen.Float, Gen.Byte)
            .Select((ordinal, time, value, type) => new HistoryEvent(ordinal, time, value, (InteractionType)type)).Array[0, 50]
            .Sample(events => Assert.Equal(events, RoundTrip(new Packed<HistoryEvent>(events)).Span.ToArray()));

    [Fact]
    public void A_message_with_several_packed_fields_comes_back_whole() =>
        Gen.Select(Gen.Int.Array[0, 50], Gen.Float.Array[0, 70], Gen.Int.Array[0, 5]).Sample((excluded, state, candidates) =>
        {
            var query = new ScoreQuery
            {
                Tenant = "default",
                State = new Embedding(new Packed<float>(state), "v1"),
                Excluded = new Packed<int>(excluded),
                Candidates = new Packed<int>(candidates),
                Pending = 3,
                Count = 20,
            };
            Assert.Equal(query, RoundTrip(query));
        });

    [Fact]
    public void The_default_value_comes_back_empty() => Assert.True(RoundTrip(default(Packed<int>)).IsEmpty);

    [Fact]
    public void A_packed_array_as_an_object_comes_back_as_itself()
    {
        object packed = new Packed<int>([1, 2, 3]);
        Assert.Equal(packed, RoundTrip(packed));
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(64, 64 * 4)]
    [InlineData(512, 512 * 4)]
    public void A_vector_costs_its_bytes_and_a_few_more(int dimension, int payload) =>
        Assert.InRange(Size(new Embedding(new Packed<float>(new float[dimension]), "")), payload - 6, payload + 40);

    [Fact]
    public void An_event_of_a_history_costs_16_bytes()
    {
        static ScoreQuery Query(int events) => new() { Tenant = "t", History = new Packed<HistoryEvent>(new HistoryEvent[events]) };
        Assert.Equal(16 * 100, Size(Query(300)) - Size(Query(200)));
    }

    [Fact]
    public void A_deep_copy_shares_the_values()
    {
        var packed = new Packed<float>([1, 2, 3]);
        var copy = Services.GetRequiredService<DeepCopier>().Copy(new Embedding(packed, "v"));
        Assert.True(packed.Span == copy.Values.Span);
    }

    [Fact]
    public void Bytes_that_are_not_whole_values_are_refused()
    {
        var bytes = Serializer.SerializeToArray(new Packed<byte>([1, 2, 3]));
        Assert.ThrowsAny<Exception>(() => Serializer.Deserialize<Packed<int>>(bytes));
    }

    [Fact]
    public void Equality_is_by_bits()
    {
        Assert.Equal(new Packed<float>([float.NaN]), new Packed<float>([float.NaN]));
        Assert.NotEqual(new Packed<float>([0f]), new Packed<float>([-0f]));
        Assert.Equal(default, new Packed<float>([]));
        Assert.Equal(new Packed<int>([1, 2]).GetHashCode(), new Packed<int>((ReadOnlySpan<int>)[1, 2]).GetHashCode());
    }

    [Fact]
    public void Structs_have_the_size_they_promise()
    {
        Assert.Equal(16, Unsafe.SizeOf<HistoryEvent>());
        Assert.Equal(16, Unsafe.SizeOf<ScoredCandidate>());
        Assert.Equal(16, Unsafe.SizeOf<CoVisit>());
        Assert.Equal(8, Unsafe.SizeOf<Exposure>());
    }

    private static int Size<T>(T value) => Serializer.SerializeToArray(value).Length;

    private static T RoundTrip<T>(T value)
        where T : notnull =>
        Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;
}
