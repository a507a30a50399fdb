using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>Runs a bundle's ranker for pairs of user and item. Safe for concurrent use.</summary>
public sealed class RankerSession : IDisposable
{
    // What the layers of so many pairs make of them stays in a core's second-level cache: ten thousand at once take a fifth longer.
    private const int PairsAtOnce = 1024;

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    private RankerSession(InferenceSession session, string version, int dimension, IReadOnlyList<string> features)
    {
        _session = session;
        Version = version;
        Dimension = dimension;
        Features = features;
    }

    /// <summary>The bundle that it is of.</summary>
    public string Version { get; }

    /// <summary>The dimension of user and item vectors.</summary>
    public int Dimension { get; }

    /// <summary>The features, in the order of the input; see <see cref="RankerFeatures"/>.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Loads the ranker of a bundle, or gives null where it has none.</summary>
    /// <exception cref="InvalidBundleException">The graph does not load or has other inputs or outputs than the manifest says.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    public static RankerSession? TryCreate(SessionFactory factory, ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(bundle);
        if (bundle.Ranker is null)
        {
            return null;
        }

        var manifest = bundle.Manifest;
        return Checked(new RankerSession(factory.Create(bundle.Ranker), manifest.Version, manifest.Dimension, manifest.RankerFeatures));
    }

    /// <summary>Loads a ranker that is in no bundle yet, to measure it as it will be served; its version is empty.</summary>
    /// <param name="factory">The execution provider.</param>
    /// <param name="graph">The graph of <see cref="BundleFiles.Ranker"/>.</param>
    /// <param name="dimension">The dimension of user and item vectors.</param>
    /// <param name="features">The features, in the order of the input.</param>
    /// <exception cref="InvalidBundleException">The graph does not load or has other inputs or outputs.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    public static RankerSession Create(SessionFactory factory, byte[] graph, int dimension, IReadOnlyList<string> features)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(features);
        return Checked(new RankerSession(factory.Create(BundleFiles.Ranker, graph), "", dimension, features));
    }

    /// <summary>Scores pairs.</summary>
    /// <param name="users">User vectors, shape <c>[n, dimension]</c>.</param>
    /// <param name="items">Item vectors, shape <c>[n, dimension]</c>.</param>
    /// <param name="features">Features, shape <c>[n, features]</c>.</param>
    /// <param name="scores">Receives the scores, shape <c>[n]</c>.</param>
    /// <exception cref="OnnxRuntimeException">The run failed.</exception>
    public void Score(Memory<float> users, Memory<float> items, Memory<float> features, Memory<float> scores)
    {
        for (var first = 0; first < scores.Length; first += PairsAtOnce)
        {
            var n = Math.Min(PairsAtOnce, scores.Length - first);
            Run(
                users.Slice(first * Dimension, n * Dimension),
                items.Slice(first * Dimension, n * Dimension),
                features.Slice(first * Features.Count, n * Features.Count),
                scores.Slice(first, n));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private void Run(Memory<float> users, Memory<float> items, Memory<float> features, Memory<float> scores)
    {
        var n = scores.Length;
        using var inputs = new PooledTensors();
        inputs.Wrap("user", users, n, Dimension);
        inputs.Wrap("item", items, n, Dimension);
        if (Features.Count > 0)
        {
            inputs.Wrap("features", features, n, Features.Count);
        }

        using var outputs = new PooledTensors();
        outputs.Wrap("score", scores, n);
        _session.Run(_run, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
    }

    private static RankerSession Checked(RankerSession session)
    {
        try
        {
            session.Check();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void Check()
    {
        var signature = new GraphSignature(BundleFiles.Ranker, _session)
            .Input("user", TensorElementType.Float, Dimension)
            .Input("item", TensorElementType.Float, Dimension)
            .Output("score", TensorElementType.Float);
        if (Features.Count > 0)
        {
            _ = signature.Input("features", TensorElementType.Float, Features.Count);
        }

        signature.NoOtherInput(Features.Count > 0 ? 3 : 2);
    }
}
