using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>Runs a bundle's <see cref="BundleFiles.Scores"/> for batches of users. Safe for concurrent use.</summary>
public sealed class ScoresSession : IDisposable
{
    // What the graph looks up for one user may be a thousand rows of neighbours.
    private const int UsersAtOnce = 32;

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly int _items;
    private readonly int _maxLength;

    private ScoresSession(SessionFactory factory, ModelBundle bundle, string graph)
    {
        (_items, _maxLength) = (bundle.Manifest.Items, bundle.Manifest.MaxLength);
        _session = factory.Create(graph);
        try
        {
            new GraphSignature(BundleFiles.Scores, _session)
                .Input("items", TensorElementType.Int64, -1)
                .Output("scores", TensorElementType.Float, _items)
                .NoOtherInput(1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Loads the graph of a bundle; null where it has none.</summary>
    /// <exception cref="InvalidBundleException">The graph does not load or has other inputs or outputs than the manifest says.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    public static ScoresSession? TryCreate(SessionFactory factory, ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(bundle);
        return bundle.Scores is { } graph ? new ScoresSession(factory, bundle, graph) : null;
    }

    /// <summary>Scores every item for whole histories; the last events of each count, as many as the manifest says.</summary>
    /// <param name="items">Vocabulary indices of all histories one after the other, oldest first, shape <c>[sum of lengths]</c>.</param>
    /// <param name="lengths">Events of each user, shape <c>[n]</c>.</param>
    /// <param name="scores">Receives the scores, shape <c>[n, items]</c>.</param>
    /// <exception cref="OnnxRuntimeException">The run failed, for example for an index outside the vocabulary.</exception>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<int> lengths, Span<float> scores)
    {
        if (scores.Length != (long)lengths.Length * _items)
        {
            throw new ArgumentException($"scores has {scores.Length} values; [{lengths.Length}, {_items}] are needed.", nameof(scores));
        }

        for (var first = 0; first < lengths.Length; first += UsersAtOnce)
        {
            var part = lengths.Slice(first, Math.Min(UsersAtOnce, lengths.Length - first));
            var events = 0;
            foreach (var length in part)
            {
                events += length;
            }

            Run(items[..events], part, scores.Slice(first * _items, part.Length * _items));
            items = items[events..];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private void Run(ReadOnlySpan<int> items, ReadOnlySpan<int> lengths, Span<float> scores)
    {
        var padded = 1;
        foreach (var length in lengths)
        {
            padded = Math.Max(padded, Math.Min(length, _maxLength));
        }

        using var inputs = new PooledTensors();
        var rows = inputs.Rent<long>("items", lengths.Length, padded).Span;
        rows.Clear();
        for (var row = 0; row < lengths.Length; row++)
        {
            var history = items[..lengths[row]];
            items = items[lengths[row]..];
            var kept = history[^Math.Min(history.Length, padded)..];
            for (var i = 0; i < kept.Length; i++)
            {
                rows[(row * padded) + i] = kept[i];
            }
        }

        using var outputs = new PooledTensors();
        var result = outputs.Rent<float>("scores", lengths.Length, _items);
        _session.Run(_run, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
        result.Span.CopyTo(scores);
    }
}
