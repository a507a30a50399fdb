using CsCheck;

namespace Orleans.Reco.Learning.Tests;

public sealed class SafeTensorsTests
{
    [Fact]
    public void WhatIsWrittenIsRead() => Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Float.Array[0, 50]).Sample(arrays =>
    {
        var tensors = arrays.ToDictionary(a => a.Key, a => new WeightArray([a.Value.Length], a.Value));
        var (read, metadata) = SafeTensors.Read(SafeTensors.Write(tensors, new Dictionary<string, string> { ["a"] = "ü\"" }));
        Assert.Equal("ü\"", metadata["a"]);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        Assert.All(tensors, t => Assert.Equal(t.Value.Values, read[t.Key].Values));
    });

    [Fact]
    public void ADamagedFileIsNamedAsSuch() => Gen.Byte.Array[0, 100].Sample(
        bytes => Assert.Contains("damaged", Assert.Throws<DatasetException>(() => SafeTensors.Read(bytes)).Message, StringComparison.Ordinal));
}
