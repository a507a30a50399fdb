using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Orleans.Reco.Core.Tests;

public sealed class EmbeddingTests
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void Is_only_of_the_model_that_made_it()
    {
        var embedding = new Embedding(new Packed<float>([1, 2]), "v1");
        Assert.True(embedding.IsOf("v1"));
        Assert.False(embedding.IsOf("v2"));
        Assert.False(new Embedding(default, "v1").IsOf("v1"));
        Assert.True(default(Embedding).IsEmpty);
        Assert.False(default(Embedding).IsOf("v1"));
    }

    [Fact]
    public void Comes_back_from_the_wire()
    {
        var embedding = new Embedding(new Packed<float>([1, -2, float.NaN]), "v1");
        Assert.Equal(embedding, Serializer.Deserialize<Embedding>(Serializer.SerializeToArray(embedding)));
        Assert.Equal(default, Serializer.Deserialize<Embedding>(Serializer.SerializeToArray(default(Embedding))));
    }

    [Fact]
    public void Of_64_floats_costs_less_than_300_bytes()
    {
        var embedding = new Embedding(new Packed<float>(new float[64]), "20260101T000000Z-abcdef01");
        Assert.InRange(Serializer.SerializeToArray(embedding).Length, 256, 300);
    }
}
