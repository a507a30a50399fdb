using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference;

/// <summary>
/// Runs a ranker user by user: what its first layer makes of the user vector is computed once, not for every pair, a quarter of the arithmetic
/// of a ranker with two layers of a few hundred. Scores are those of <see cref="RankerSession"/> but for rounding. Safe for concurrent use.
/// </summary>
internal sealed class SplitRanker : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly float[] _bias;

    // Shape [dimension, Width]: a component of the user vector is multiplied by a row.
    private readonly float[] _weight;

    private SplitRanker(InferenceSession session, DenseLayer layer, int dimension)
    {
        (_session, _bias, Width, RowWidth) = (session, layer.Bias, layer.Outputs, layer.Inputs - dimension);
        _weight = new float[dimension * Width];
        for (var i = 0; i < _weight.Length; i++)
        {
            _weight[i] = layer.Weight[(i % Width * layer.Inputs) + (i / Width)];
        }
    }

    /// <summary>Outputs of the first layer.</summary>
    public int Width { get; }

    /// <summary>Components of an item vector and its features.</summary>
    public int RowWidth { get; }

    /// <summary>Splits the ranker of a bundle; null where it has none, its graph cannot be split, or it may run on a GPU.</summary>
    /// <exception cref="InvalidBundleException">ONNX Runtime does not take the new graph.</exception>
    public static SplitRanker? TryCreate(SessionFactory factory, ModelBundle bundle) =>
        bundle.Ranker is not null && factory.Options.Provider == ExecutionProvider.Cpu
            ? TryCreate(factory, File.ReadAllBytes(bundle.Ranker), bundle.Manifest.Dimension, bundle.Manifest.RankerFeatures.Length)
            : null;

    /// <summary>Splits a ranker that is in no bundle; null where it cannot be split.</summary>
    /// <param name="factory">The execution provider.</param>
    /// <param name="graph">The graph of <see cref="BundleFiles.Ranker"/>.</param>
    /// <param name="dimension">The dimension of user and item vectors.</param>
    /// <param name="features">The number of features.</param>
    /// <exception cref="InvalidBundleException">ONNX Runtime does not take the new graph.</exception>
    public static SplitRanker? TryCreate(SessionFactory factory, byte[] graph, int dimension, int features) =>
        RankerSplit.TryCreate(graph, dimension, features) is { } split
            ? new SplitRanker(factory.Create(BundleFiles.Ranker, split.Graph), split.Layer, dimension)
            : null;

    /// <summary>What the first layer makes of a user.</summary>
    /// <param name="user">The vector, shape <c>[dimension]</c>.</param>
    /// <param name="part">Receives it, shape <c>[Width]</c>.</param>
    public void PartOf(ReadOnlySpan<float> user, Span<float> part)
    {
        _bias.CopyTo(part);
        for (var i = 0; i < user.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(_weight.AsSpan(i * Width, Width), user[i], part, part);
        }
    }

    /// <summary>Scores the pairs of a user.</summary>
    /// <param name="userPart">What the first layer makes of the user, shape <c>[Width]</c>.</param>
    /// <param name="rows">Item vectors and features side by side, shape <c>[n, RowWidth]</c>.</param>
    /// <param name="scores">Receives the scores, shape <c>[n]</c>.</param>
    /// <exception cref="OnnxRuntimeException">The run failed.</exception>
    public void Score(Memory<float> userPart, Memory<float> rows, Memory<float> scores)
    {
        using var inputs = new PooledTensors();
        inputs.Wrap(RankerSplit.Pairs, rows, scores.Length, RowWidth);
        inputs.Wrap(RankerSplit.UserPart, userPart, Width);
        using var outputs = new PooledTensors();
        outputs.Wrap("score", scores, scores.Length);
        _session.Run(_run, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }
}
