using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Inference;
using TorchSharp;

namespace Orleans.Reco.Learning.Tests;

[Collection(nameof(Torch))]
public sealed class EncoderParityTests
{
    private const int Items = 300;
    private const int Dimension = 24;
    private const double Tolerance = 1e-4;

    public static TheoryData<string, bool> Encoders => new(
        from kind in new[] { "gru", "attention", "attention-deep", "recurrent", "recurrent-deep", "convolution", "cosine", "attention-cosine" }
        from constant in new[] { false, true }
        select (kind, constant));

    [Theory]
    [MemberData(nameof(Encoders))]
    public void OnnxEqualsTorchAndStepsEqualTheWhole(string kind, bool constant)
    {
        using var folder = new TempFolder();
        _ = torch.manual_seed(3);
        using var encoder = Create(kind);
        Unsettle(encoder);
        var graphs = encoder.ToGraphs(50, constant);
        using var session = Export(folder.Path, encoder, graphs, constant);
        var random = new Random(11);
        var histories = Enumerable.Range(0, 1_000).Select(_ => RandomHistory(random)).ToArray();
        float[] expected;
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            expected = new SequenceScorer(encoder, 50).Vectors(histories).data<float>().ToArray();
        }

        var wide = constant ? Dimension + 1 : Dimension;
        var states = new float[histories.Length * graphs.StateDimension];
        var vectors = new float[histories.Length * wide];
        session.Encode(
            [.. histories.SelectMany(h => h.ToArray()).Select(e => e.Item)],
            [.. histories.SelectMany(h => h.ToArray()).Select(e => e.Type)],
            [.. histories.Select(h => h.Length)],
            states,
            vectors);
        AssertClose(constant ? [.. expected.Chunk(Dimension).SelectMany(row => row.Append(1))] : expected, vectors);
        if (graphs.StateDimension == 0)
        {
            Assert.False(session.CanStep);
            return;
        }

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

    private static SequenceEncoder Create(string kind) => kind switch
    {
        "gru" => new GruEncoder(Items, 2, Dimension, 40, 0.3),
        "attention" => new AttentionEncoder(Items, 2, Dimension, 50, blocks: 1, heads: 1, hidden: 48, 0.3),
        "attention-deep" => new AttentionEncoder(Items, 2, Dimension, 50, blocks: 2, heads: 3, hidden: 48, 0.3),
        "recurrent" => new LinearRecurrentEncoder(Items, 2, Dimension, 40, blocks: 1, hidden: 48, 0.3),
        "cosine" => new LinearRecurrentEncoder(Items, 2, Dimension, 40, blocks: 1, hidden: 48, 0.3) { Temperature = 0.1 },
        "attention-cosine" => new AttentionEncoder(Items, 2, Dimension, 50, blocks: 1, heads: 2, hidden: 48, 0.3) { Temperature = 0.1 },
        "recurrent-deep" => new LinearRecurrentEncoder(Items, 2, Dimension, 40, blocks: 2, hidden: 48, 0.3),
        _ => new ConvolutionalEncoder(Items, 2, Dimension, window: 5, filters: 8, verticalFilters: 3, 0.3),
    };

    // Norms and biases start at 0 and 1, where much of a graph could be missing without a difference.
    private static void Unsettle(SequenceEncoder encoder)
    {
        using var noGrad = torch.no_grad();
        foreach (var parameter in encoder.parameters())
        {
            _ = parameter.add_(torch.randn(parameter.shape).mul_(torch.tensor(0.1f)), TorchScalars.One);
        }
    }

    private static EncoderSession Export(string folder, SequenceEncoder encoder, EncoderGraphs graphs, bool constant)
    {
        var dimension = constant ? Dimension + 1 : Dimension;
        var manifest = new BundleManifest
        {
            Version = "20240101T000000Z-00000000",
            Tenant = "default",
            Architecture = encoder.GetName(),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Dimension = dimension,
            StateDimension = graphs.StateDimension,
            MaxLength = 50,
            EventTypes = new() { ["1"] = 1, ["4"] = 2 },
        };
        _ = BundleWriter.Write(folder, manifest, new BundleContents
        {
            ItemIds = [.. Enumerable.Range(1, Items).Select(i => $"i{i}")],
            ItemVectors = new float[Items * dimension],
            Popularity = new float[Items],
            Encode = graphs.Encode,
            Step = graphs.Step,
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
