using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Orleans.Reco.Inference;

/// <summary>Runs a bundle's user encoder for batches of users. Safe for concurrent use.</summary>
public sealed class EncoderSession : IDisposable
{
    private readonly InferenceSession _encode;
    private readonly InferenceSession? _step;
    private readonly RunOptions _run = new();

    /// <summary>Loads the encoder of a bundle.</summary>
    /// <exception cref="InvalidBundleException">A graph does not load or has other inputs or outputs than the manifest says.</exception>
    /// <exception cref="ExecutionProviderException">The configured execution provider cannot be used.</exception>
    public EncoderSession(SessionFactory factory, ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(bundle);
        Dimension = bundle.Manifest.Dimension;
        StateDimension = bundle.Manifest.StateDimension;
        MaxLength = bundle.Manifest.MaxLength;
        try
        {
            _encode = factory.Create(bundle.Encode);
            CheckEncode();
            if (bundle.Step is { } step)
            {
                _step = factory.Create(step);
                CheckStep();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The dimension of the user vector.</summary>
    public int Dimension { get; }

    /// <summary>The dimension of the state; 0 where the encoder has none.</summary>
    public int StateDimension { get; }

    /// <summary>How many of the last events are encoded.</summary>
    public int MaxLength { get; }

    /// <summary>True where the encoder has a state that can be moved by one event.</summary>
    public bool CanStep => _step is not null;

    /// <summary>
    /// Encodes whole histories. Events with item 0 or event 0 are left out; of the others the last <see cref="MaxLength"/> count.
    /// </summary>
    /// <param name="items">Vocabulary indices of all histories one after the other, oldest first, shape <c>[sum of lengths]</c>.</param>
    /// <param name="events">Event indices, same shape.</param>
    /// <param name="lengths">Events of each user, shape <c>[n]</c>.</param>
    /// <param name="states">Receives the states, shape <c>[n, stateDimension]</c>.</param>
    /// <param name="vectors">Receives the user vectors, shape <c>[n, dimension]</c>.</param>
    /// <exception cref="OnnxRuntimeException">The run failed, for example for an index outside the vocabulary.</exception>
    public void Encode(
        ReadOnlySpan<int> items,
        ReadOnlySpan<int> events,
        ReadOnlySpan<int> lengths,
        Span<float> states,
        Span<float> vectors)
    {
        var n = lengths.Length;
        if (n == 0)
        {
            return;
        }

        Require(nameof(events), events.Length, items.Length);
        Require(nameof(states), states.Length, n * StateDimension);
        Require(nameof(vectors), vectors.Length, n * Dimension);
        var padded = Math.Max(1, LongestHistory(items, events, lengths));
        using var inputs = new PooledTensors();
        var paddedItems = inputs.Rent<long>("items", n, padded).Span;
        var paddedEvents = inputs.Rent<long>("events", n, padded).Span;
        var kept = inputs.Rent<int>("lengths", n).Span;
        paddedItems.Clear();
        paddedEvents.Clear();
        var offset = 0;
        for (var row = 0; row < n; row++)
        {
            var end = offset + lengths[row];
            kept[row] = FillRow(
                items[offset..end],
                events[offset..end],
                paddedItems.Slice(row * padded, padded),
                paddedEvents.Slice(row * padded, padded));
            offset = end;
        }

        using var outputs = new PooledTensors();
        var newVectors = outputs.Rent<float>("vector", n, Dimension);
        var newStates = StateDimension > 0 ? outputs.Rent<float>("state", n, StateDimension) : default;
        _encode.Run(_run, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
        newVectors.Span.CopyTo(vectors);
        newStates.Span.CopyTo(states);
    }

    /// <summary>Moves each state by one event; a row with item 0 or event 0 keeps its state.</summary>
    /// <param name="states">The states, shape <c>[n, stateDimension]</c>; replaced by the new ones.</param>
    /// <param name="items">Vocabulary indices, shape <c>[n]</c>.</param>
    /// <param name="events">Event indices, shape <c>[n]</c>.</param>
    /// <param name="vectors">Receives the user vectors, shape <c>[n, dimension]</c>.</param>
    /// <exception cref="InvalidOperationException">The encoder cannot step (<see cref="CanStep"/>).</exception>
    /// <exception cref="OnnxRuntimeException">The run failed, for example for an index outside the vocabulary.</exception>
    public void Step(Span<float> states, ReadOnlySpan<int> items, ReadOnlySpan<int> events, Span<float> vectors)
    {
        if (_step is null)
        {
            throw new InvalidOperationException("This encoder takes whole histories only.");
        }

        var n = items.Length;
        if (n == 0)
        {
            return;
        }

        Require(nameof(events), events.Length, n);
        Require(nameof(states), states.Length, n * StateDimension);
        Require(nameof(vectors), vectors.Length, n * Dimension);
        using var inputs = new PooledTensors();
        states.CopyTo(inputs.Rent<float>("state", n, StateDimension).Span);
        var item = inputs.Rent<long>("item", n).Span;
        var type = inputs.Rent<long>("event", n).Span;
        for (var row = 0; row < n; row++)
        {
            item[row] = items[row];
            type[row] = events[row];
        }

        using var outputs = new PooledTensors();
        var newStates = outputs.Rent<float>("new_state", n, StateDimension);
        var newVectors = outputs.Rent<float>("vector", n, Dimension);
        _step.Run(_run, inputs.Names, inputs.Values, outputs.Names, outputs.Values);
        newStates.Span.CopyTo(states);
        newVectors.Span.CopyTo(vectors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encode?.Dispose();
        _step?.Dispose();
        _run.Dispose();
    }

    private int LongestHistory(ReadOnlySpan<int> items, ReadOnlySpan<int> events, ReadOnlySpan<int> lengths)
    {
        int longest = 0, offset = 0;
        foreach (var length in lengths)
        {
            var moving = 0;
            for (var i = offset; i < offset + length; i++)
            {
                moving += Moves(items[i], events[i]) ? 1 : 0;
            }

            longest = Math.Max(longest, moving);
            offset += length;
        }

        Require(nameof(items), items.Length, offset);
        return Math.Min(longest, MaxLength);
    }

    // Walks back from the newest event so that the oldest fall off, then shifts what it kept to the front.
    private static int FillRow(ReadOnlySpan<int> items, ReadOnlySpan<int> events, Span<long> rowItems, Span<long> rowEvents)
    {
        var next = rowItems.Length;
        for (var i = items.Length - 1; i >= 0 && next > 0; i--)
        {
            if (Moves(items[i], events[i]))
            {
                next--;
                rowItems[next] = items[i];
                rowEvents[next] = events[i];
            }
        }

        if (next > 0)
        {
            rowItems[next..].CopyTo(rowItems);
            rowItems[^next..].Clear();
            rowEvents[next..].CopyTo(rowEvents);
            rowEvents[^next..].Clear();
        }

        return rowItems.Length - next;
    }

    private static bool Moves(int item, int type) => item != 0 && type != 0;

    private void CheckEncode()
    {
        var signature = new GraphSignature(BundleFiles.Encode, _encode)
            .Input("items", TensorElementType.Int64, -1)
            .Input("events", TensorElementType.Int64, -1)
            .Input("lengths", TensorElementType.Int32)
            .Output("vector", TensorElementType.Float, Dimension);
        signature.NoOtherInput(3);
        if (StateDimension > 0)
        {
            _ = signature.Output("state", TensorElementType.Float, StateDimension);
        }
    }

    private void CheckStep() =>
        new GraphSignature(BundleFiles.Step, _step!)
            .Input("state", TensorElementType.Float, StateDimension)
            .Input("item", TensorElementType.Int64)
            .Input("event", TensorElementType.Int64)
            .Output("new_state", TensorElementType.Float, StateDimension)
            .Output("vector", TensorElementType.Float, Dimension)
            .NoOtherInput(3);

    private static void Require(string name, int actual, int expected)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{name} has {actual} values; {expected} are needed.", name);
        }
    }
}
