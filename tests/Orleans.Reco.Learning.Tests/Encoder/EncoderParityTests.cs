using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Inference;
using TorchSharp;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class EncoderParityTests
{
    private const int Items = 300;
    private const double Tolerance = 1e-4;

    [Fact]
    public void OnnxEqualsTorchAndStepsEqualTheWhole()
    {
        using var folder = new TempFolder();
        _ = torch.manual_seed(3);
        using var encoder = new GruEncoder(Items, 2, dimension: 24, stateDimension: 40, dropout: 0.3);
        var weights = encoder.ToWeights();
        using var session = Export(folder.Path, weights);
        var random = new Random(11);
        var histories = Enumerable.Range(0, 1_000).Select(_ => RandomHistory(random)).ToArray();

        float[] expected;
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            expected = new GruEncoderModel(encoder, 50).Vectors(histories).data<float>().ToArray();
        }

        var states = new float[histories.Length * 40];
        var vectors = new float[histories.Length * 24];
        session.Encode(
            [.. histories.SelectMany(h => h.ToArray()).Select(e => e.Item)],
            [.. histories.SelectMany(h => h.ToArray()).Select(e => e.Type)],
            [.. histories.Select(h => h.Length)],
            states,
            vectors);
        AssertClose(expected, vectors);

        // One event at a time for all users at once; a user whose history has ended keeps the state.
        var stepped = new float[states.Length];
        var steppedVectors = new float[vectors.Length];
        for (var at = 0; at < 50; at++)
        {
            session.Step(
                stepped,
                [.. histories.Select(h => at < h.Length ? h.Span[at].Item : 0)],
                [.. histories.Select(h => at < h.Length ? h.Span[at].Type : 0)],
                steppedVectors);
        }

        AssertClose(states, stepped);
        AssertClose(vectors, steppedVectors);
    }

    private static EncoderSession Export(string folder, GruEncoderWeights weights)
    {
        var manifest = new BundleManifest
        {
            Version = "20240101T000000Z-00000000",
            Tenant = "default",
            Architecture = "gru",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Dimension = weights.Dimension,
            StateDimension = weights.StateDimension,
            MaxLength = 50,
            Items = Items,
            EventTypes = new() { ["1"] = 1, ["4"] = 2 },
            Opset = OnnxGraphBuilder.Opset,
            VocabularyHash = "",
        };
        _ = BundleWriter.Write(folder, manifest, new BundleContents
        {
            ItemIds = [.. Enumerable.Range(1, Items).Select(i => $"i{i}")],
            ItemVectors = weights.ItemEmbedding.AsMemory(weights.Dimension),
            Popularity = new float[Items],
            Encode = GruEncoderGraphs.BuildEncode(weights),
            Step = GruEncoderGraphs.BuildStep(weights),
        });
        return new EncoderSession(new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance), ModelBundle.Open(folder));
    }

    private static ReadOnlyMemory<DatasetEvent> RandomHistory(Random random)
    {
        var events = new DatasetEvent[random.Next(1, 51)];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = new DatasetEvent(0, random.Next(1, Items + 1), random.Next(1, 3), 0, i);
        }

        return events;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.Any(v => Math.Abs(v) > 0.01), "the vectors are not all zero");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - Tolerance, expected[i] + Tolerance);
        }
    }
}
