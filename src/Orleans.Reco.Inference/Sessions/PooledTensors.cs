using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace Orleans.Reco.Inference;

/// <summary>The named tensors of one run, over rented arrays that are given back together.</summary>
internal sealed class PooledTensors : IDisposable
{
    private readonly List<string> _names = [];
    private readonly List<OrtValue> _values = [];
    private readonly List<(Array Array, Action<Array> GiveBack)> _rented = [];

    public IReadOnlyCollection<string> Names => _names;

    public IReadOnlyCollection<OrtValue> Values => _values;

    /// <summary>Rents a tensor; its content is whatever the array held.</summary>
    public Memory<T> Rent<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var length = 1L;
        foreach (var dim in shape)
        {
            length = checked(length * dim);
        }

        var array = ArrayPool<T>.Shared.Rent(checked((int)length));
        _rented.Add((array, Pool<T>.GiveBack));
        var memory = array.AsMemory(0, (int)length);
        Wrap(name, memory, shape);
        return memory;
    }

    /// <summary>Uses the caller's memory as a tensor.</summary>
    public void Wrap<T>(string name, Memory<T> memory, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        _values.Add(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape.ToArray()));
        _names.Add(name);
    }

    public void Dispose()
    {
        // The values hold pins on the arrays, so they go first.
        foreach (var value in _values)
        {
            value.Dispose();
        }

        foreach (var (array, giveBack) in _rented)
        {
            giveBack(array);
        }
    }

    /// <summary>One delegate for each type: a closure for each tensor would be garbage of each run.</summary>
    private static class Pool<T>
    {
        public static readonly Action<Array> GiveBack = array => ArrayPool<T>.Shared.Return((T[])array);
    }
}
