using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Learning.Tests;

/// <summary>Scores with the graphs of a bundle, as serving does, and holds them against the model they were made of.</summary>
internal static class BundleScores
{
    private const int Depth = 20;

    /// <summary>Writes the bundle of a model, opens it, and requires the model's own top 20 of it for each history.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="data">What the model learnt from.</param>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="model">The model.</param>
    /// <param name="histories">Histories to score for.</param>
    public static BundleManifest RequireParity(
        string folder, InteractionDataset data, IModelAlgorithm algorithm, IFittedModel model, IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories)
    {
        var manifest = ModelBundles.Write(
            folder, data, algorithm.Name, new ParameterValues(algorithm).ToText(), model.Export(), metrics: null, "default", version: null, parent: null,
            TimeProvider.System, seed: 1);
        var expected = new float[histories.Count * model.Items];
        model.Score(histories, expected);
        var actual = Score(ModelBundle.Open(folder), histories);
        for (var row = 0; row < histories.Count; row++)
        {
            RequireSameTop(
                expected.AsSpan(row * model.Items, model.Items), actual.AsSpan(row * model.Items, model.Items), histories[row].Span);
        }

        return manifest;
    }

    /// <summary>The scores of a bundle, shape <c>[histories, items]</c>.</summary>
    public static float[] Score(ModelBundle bundle, IReadOnlyList<ReadOnlyMemory<DatasetEvent>> histories)
    {
        var sessions = new SessionFactory(new InferenceOptions(), NullLogger<SessionFactory>.Instance);
        var known = bundle.Manifest.EventTypes.Values.ToHashSet();
        var kept = histories.Select(h => h.ToArray().Where(e => known.Contains(e.Type)).ToArray()).ToArray();
        int[] items = [.. kept.SelectMany(h => h).Select(e => e.Item)];
        int[] lengths = [.. kept.Select(h => h.Length)];
        var n = bundle.Manifest.Items;
        var scores = new float[histories.Count * n];
        if (ScoresSession.TryCreate(sessions, bundle) is { } graph)
        {
            using (graph)
            {
                graph.Score(items, lengths, scores);
                return scores;
            }
        }

        using var encoder = new EncoderSession(sessions, bundle);
        var vectors = new float[histories.Count * encoder.Dimension];
        encoder.Encode(items, [.. kept.SelectMany(h => h).Select(e => e.Type)], lengths, new float[histories.Count * encoder.StateDimension], vectors);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = TensorPrimitives.Dot(
                vectors.AsSpan(i / n * encoder.Dimension, encoder.Dimension),
                bundle.ItemVectors.Span.Slice(i % n * encoder.Dimension, encoder.Dimension));
        }

        return scores;
    }

    // Two items whose scores the model itself does not tell apart, up to rounding, may change places; nothing else may.
    private static void RequireSameTop(Span<float> expected, Span<float> actual, ReadOnlySpan<DatasetEvent> history)
    {
        var scores = expected.ToArray();
        var rounding = 2e-5f * Math.Max(1e-3f, scores.Max(Math.Abs));
        var ours = TopItems.Select(expected, history, null, Depth);
        var theirs = TopItems.Select(actual, history, null, Depth);
        Assert.Equal(ours.Length, theirs.Length);
        for (var rank = 0; rank < ours.Length; rank++)
        {
            Assert.InRange(scores[theirs[rank] - 1], scores[ours[rank] - 1] - rounding, scores[ours[rank] - 1] + rounding);
        }
    }
}
