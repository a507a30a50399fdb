using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>Runs a bundle's content tower: vectors for items that the model was not trained on. Safe for concurrent use.</summary>
public sealed class ContentSession : IDisposable
{
    /// <summary>Items of a run: enough to be worth a call, few enough that the gathered vectors stay in the cache.</summary>
    private const int BatchSize = 64;

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly ContentSpec _spec;

    private ContentSession(InferenceSession session, ContentSpec spec, int dimension)
    {
        (_session, _spec, Dimension) = (session, spec, dimension);
    }

    /// <summary>The dimension of item vectors.</summary>
    public int Dimension { get; }

    /// <summary>Loads the content tower of a bundle, or gives null where it has none.</summary>
    /// <exception cref="InvalidBundleException">The graph does not load or has other inputs or outputs than the manifest says.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    public static ContentSession? TryCreate(SessionFactory factory, ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(bundle);
        if (bundle.Content is null || bundle.Manifest.Content is not { } spec)
        {
            return null;
        }

        var session = new ContentSession(factory.Create(bundle.Content), spec, bundle.Manifest.Dimension);
        try
        {
            new GraphSignature(BundleFiles.Content, session._session)
                .Input("tokens", TensorElementType.Int64, -1)
                .Input("numbers", TensorElementType.Float, ContentFeatures.NumberCount)
                .Output("vector", TensorElementType.Float, session.Dimension)
                .NoOtherInput(2);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Vectors of items.</summary>
    /// <param name="contents">The items.</param>
    /// <param name="vectors">Receives the vectors, shape <c>[contents, dimension]</c>.</param>
    /// <exception cref="OnnxRuntimeException">The run failed.</exception>
    public void Encode(IReadOnlyList<ItemContent> contents, Memory<float> vectors)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var features = new ContentFeatures(_spec);
        for (var first = 0; first < contents.Count; first += BatchSize)
        {
            var count = Math.Min(BatchSize, contents.Count - first);
            Run(features, contents, first, count, vectors.Slice(first * Dimension, count * Dimension));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private void Run(ContentFeatures features, IReadOnlyList<ItemContent> contents, int first, int count, Memory<float> vectors)
    {
        var rows = new long[count][];
        for (var i = 0; i < count; i++)
        {
            rows[i] = features.Tokens(contents[first + i]);
        }

        var length = Math.Max(1, rows.Max(row => row.Length));
        using var inputs = new PooledTensors();
        var tokens = inputs.Rent<long>("tokens", count, length).Span;
        var numbers = inputs.Rent<float>("numbers", count, ContentFeatures.NumberCount).Span;
        tokens.Clear();
        for (var i = 0; i < count; i++)
        {
            rows[i].CopyTo(tokens[(i * length)..]);
            ContentFeatures.Numbers(contents[first + i], numbers.Slice(i * ContentFeatures.NumberCount, ContentFeatures.NumberCount));
        }

        using var outputs = new PooledTensors();
        outputs.Wrap("vector", vectors, count, Dimension);
        _session.Run(_run, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
    }
}
