using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>Runs <see cref="RetrievalGraph"/> for batches of users. Safe for concurrent use.</summary>
internal sealed class RetrievalSession : IDisposable
{
    private const string Name = "retrieval.onnx";

    // The scores of all items for all users of a run are on the device at once: 256 MiB at most.
    private const int ScoresAtOnce = 1 << 26;

    private readonly ConcurrentBag<RetrievalBinding> _idle = [];
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly int _dimension;
    private volatile bool _disposed;

    /// <summary>Loads a graph.</summary>
    /// <exception cref="InvalidBundleException">The graph does not load or has other inputs or outputs than those of the vectors.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    internal RetrievalSession(SessionFactory factory, byte[] graph, ItemVectors items, bool onCuda)
    {
        (_dimension, Items) = (items.Dimension, items.Count);
        Error = new ScoreError(items, onCuda);
        _session = factory.Create(Name, graph);
        try
        {
            new GraphSignature(Name, _session)
                .Input("user", TensorElementType.Float, _dimension)
                .SharedInput("mask", TensorElementType.Float, Items)
                .SharedInput("k", TensorElementType.Int64, 1)
                .Output("scores", TensorElementType.Float, -1)
                .Output("rows", TensorElementType.Int64, -1)
                .NoOtherInput(3);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of rows.</summary>
    public int Items { get; }

    /// <summary>How far scores may be off.</summary>
    public ScoreError Error { get; }

    /// <summary>Loads the graph of some vectors; null where they are scanned instead (<see cref="InferenceOptions.Retrieval"/>).</summary>
    /// <param name="factory">Loads.</param>
    /// <param name="items">The vectors.</param>
    /// <param name="maxBytes">The most bytes of vectors; beyond, a warning is logged and they are scanned.</param>
    /// <exception cref="InvalidBundleException">ONNX Runtime does not load the graph, for example as the device has no room for it.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    public static RetrievalSession? TryCreate(SessionFactory factory, ItemVectors items, long maxBytes = RetrievalGraph.MaxBytes) =>
        factory.RetrievesByGraph((long)items.Count * items.Dimension * sizeof(float), maxBytes, out var onCuda)
            ? new RetrievalSession(factory, RetrievalGraph.Build(items), items, onCuda)
            : null;

    /// <summary>The best rows for each user, best first by scores that may be off by <see cref="Error"/>.</summary>
    /// <param name="users">User vectors, shape <c>[n, dimension]</c>.</param>
    /// <param name="mask">0 for a row that may come, minus infinity for all others, shape <c>[Items]</c>. Not changed as long as it is used.</param>
    /// <param name="k">Rows for each user, 1 to <see cref="Items"/>.</param>
    /// <param name="scores">Receives the scores, shape <c>[n, k]</c>; minus infinity for rows that may not come.</param>
    /// <param name="rows">Receives the rows, shape <c>[n, k]</c>.</param>
    /// <exception cref="OnnxRuntimeException">The run failed.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed: to bind to it would end the process.</exception>
    public void Search(ReadOnlySpan<float> users, float[] mask, int k, Span<float> scores, Span<int> rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var atOnce = Math.Max(1, ScoresAtOnce / Items);
        while (!users.IsEmpty)
        {
            var n = Math.Min(atOnce, users.Length / _dimension);
            Run(users[..(n * _dimension)], mask, k, scores[..(n * k)], rows[..(n * k)]);
            users = users[(n * _dimension)..];
            scores = scores[(n * k)..];
            rows = rows[(n * k)..];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var binding))
        {
            binding.Dispose();
        }

        _session.Dispose();
        _run.Dispose();
    }

    private void Run(ReadOnlySpan<float> users, float[] mask, int k, Span<float> scores, Span<int> rows)
    {
        var n = users.Length / _dimension;
        using var inputs = new PooledTensors();
        users.CopyTo(inputs.Rent<float>("user", n, _dimension).Span);
        inputs.Rent<long>("k", 1).Span[0] = k;
        using var outputs = new PooledTensors();
        var best = outputs.Rent<float>("scores", n, k);
        var bestRows = outputs.Rent<long>("rows", n, k).Span;

        // A binding is of one run at a time; there are as many as runs have met. One whose run failed is not used again.
        var binding = _idle.TryTake(out var idle) ? idle : new RetrievalBinding(_session);
        try
        {
            binding.Run(_run, mask, inputs, outputs);
        }
        catch
        {
            binding.Dispose();
            throw;
        }

        _idle.Add(binding);
        best.Span.CopyTo(scores);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = (int)bestRows[i];
        }
    }
}
