using Microsoft.Extensions.Logging.Abstractions;

namespace Orleans.Reco.Inference.Tests;

public sealed class ModelBundleTests : IDisposable
{
    private static readonly string[] Ids = ["b", "a", "ü/🎁", " spaced "];

    private readonly BundleFolder _folder = new();

    public static TheoryData<string> ServedFiles =>
        [
            BundleFiles.Vocabulary, BundleFiles.ItemVectors, BundleFiles.Neighbours, BundleFiles.NeighbourScores,
            BundleFiles.Popularity, BundleFiles.Step, BundleFiles.Encode, BundleFiles.Ranker,
        ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatWasWrittenIsRead()
    {
        var manifest = TestBundles.Write(_folder.Root, Ids, new TestBundleOptions { Ranker = true });
        var bundle = ModelBundle.Open(_folder.Root);
        Assert.Equal("20260102T030405Z", bundle.Version[..16]);
        Assert.Equal(Ids, bundle.ItemIds);
        Assert.Equal(4, bundle.Manifest.Items);
        Assert.Equal(5, bundle.Manifest.Neighbours);
        Assert.Equal(4 * 16, bundle.ItemVectors.Length);
        Assert.Equal(4, bundle.Popularity.Length);
        Assert.Equal(4 * 5, bundle.Neighbours.Length);
        Assert.Equal(4 * 5, bundle.NeighbourScores.Length);
        Assert.Equal(manifest.Files, bundle.Manifest.Files);
        Assert.Equal(manifest.EventTypes, bundle.Manifest.EventTypes);
        Assert.Equal(TestBundles.GruWeights(4, 3, 16, 24, 1).ItemEmbedding[16..], bundle.ItemVectors.ToArray());
    }

    [Fact]
    public void AnInt8RankerIsSaidInTheManifestAndServed()
    {
        _ = TestBundles.Write(_folder.Root, Ids, new TestBundleOptions { Ranker = true, RankerPrecision = RankerPrecision.Int8 });
        Assert.Contains("\"rankerPrecision\": \"int8\"", File.ReadAllText(Path.Combine(_folder.Root, BundleFiles.Manifest)), StringComparison.Ordinal);
        var bundle = ModelBundle.Open(_folder.Root);
        Assert.Equal(RankerPrecision.Int8, bundle.Manifest.RankerPrecision);
        using var ranker = RankerSession.TryCreate(new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), bundle);
        Assert.Equal(bundle.Version, ranker!.Version);
        var scores = new float[2];
        ranker.Score(new float[32], bundle.ItemVectors[..32].ToArray(), new float[6], scores);
        Assert.All(scores, score => Assert.InRange(score, 0.001f, 0.999f));
    }

    [Fact]
    public void AManifestThatSaysNoPrecisionMeansFloats()
    {
        var json = File.ReadAllText(Write(BundleFiles.Manifest));
        Assert.DoesNotContain("rankerPrecision", json, StringComparison.Ordinal);
        Assert.Equal(RankerPrecision.Float32, ModelBundle.Open(_folder.Root).Manifest.RankerPrecision);
    }

    [Theory]
    [MemberData(nameof(ServedFiles))]
    public void AFlippedBitIsRefused(string file)
    {
        var path = Write(file);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        AssertRefused(file, "SHA-256");
    }

    [Theory]
    [MemberData(nameof(ServedFiles))]
    public void ATruncatedFileIsRefused(string file)
    {
        var path = Write(file);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        AssertRefused(file, $"has {bytes.Length - 1} bytes; the manifest says {bytes.Length}");
    }

    [Theory]
    [MemberData(nameof(ServedFiles))]
    public void AMissingFileIsRefused(string file)
    {
        File.Delete(Write(file));
        AssertRefused(file, "is missing");
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "schemaVersion is 2; this program reads 1")]
    [InlineData("\"dimension\": 16", "\"dimension\": 0", "dimension is 0; 1 to 4096 is allowed")]
    [InlineData("\"neighbourWeight\": 0.5", "\"neighbourWeight\": -1", "neighbourWeight is -1; 0 or more is allowed")]
    [InlineData("\"version\": \"2026", "\"version\": \"../6", "is not of the form")]
    [InlineData("\"logPopularity\"", "\"shoeSize\"", "rankerFeatures has 'shoeSize'")]
    [InlineData("\"rankerFeatures\"", "\"rankerPrecision\": \"int4\", \"rankerFeatures\"", "is not a manifest")]
    [InlineData("\"rankerFeatures\"", "\"rankerPrecision\": 7, \"rankerFeatures\"", "rankerPrecision is 7; known: float32, int8")]
    [InlineData("\"vocabularyHash\": \"", "\"vocabularyHash\": \"0", "vocabularyHash is not the hash")]
    [InlineData("\"vocabulary.txt\"", "\"../vocabulary.txt\"", "not the plain name")]
    [InlineData("\"1\": 1", "\"View\": 1", "eventTypes has the key 'View'")]
    [InlineData("\"architecture\"", "\"architektur\"", "is not a manifest")]
    [InlineData("\"files\": {", "\"files\": null, \"x\": {", "is not a manifest")]
    public void AManifestThatIsWrongIsRefused(string old, string changed, string reason)
    {
        var path = Write(BundleFiles.Manifest);
        var json = File.ReadAllText(path);
        Assert.Contains(old, json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace(old, changed, StringComparison.Ordinal));
        AssertRefused(BundleFiles.Manifest, reason);
    }

    [Fact]
    public void ATruncatedManifestIsRefused()
    {
        var path = Write(BundleFiles.Manifest);
        File.WriteAllText(path, File.ReadAllText(path)[..100]);
        AssertRefused(BundleFiles.Manifest, "is not a manifest");
    }

    [Fact]
    public void AFolderWithoutAManifestIsRefused() => AssertRefused(BundleFiles.Manifest, "is missing");

    [Fact]
    public void AnotherNumberOfItemsThanTheManifestSaysIsRefused()
    {
        var path = Write(BundleFiles.Manifest);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"items\": 4", "\"items\": 3", StringComparison.Ordinal));
        AssertRefused(BundleFiles.Vocabulary, "has 4 lines; the manifest says 3 items");
    }

    private string Write(string file)
    {
        _ = TestBundles.Write(_folder.Root, Ids, new TestBundleOptions { Ranker = true });
        return Path.Combine(_folder.Root, file);
    }

    private void AssertRefused(string file, string reason)
    {
        var error = Assert.Throws<InvalidBundleException>(() => ModelBundle.Open(_folder.Root));
        Assert.Equal(file, error.File);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
