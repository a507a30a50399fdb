using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Orleans.Reco.Inference;

/// <summary>Turns arrays into the tensors that a graph carries: little-endian raw bytes, row-major.</summary>
internal static class OnnxTensors
{
    public static TensorProto Create(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> dims) =>
        Create(name, OnnxType.Float, Bytes(values, BinaryPrimitives.WriteSingleLittleEndian), values.Length, dims);

    public static TensorProto Create(string name, ReadOnlySpan<long> values, ReadOnlySpan<long> dims) =>
        Create(name, OnnxType.Int64, Bytes(values, BinaryPrimitives.WriteInt64LittleEndian), values.Length, dims);

    public static TensorProto Create(string name, ReadOnlySpan<int> values, ReadOnlySpan<long> dims) =>
        Create(name, OnnxType.Int32, Bytes(values, BinaryPrimitives.WriteInt32LittleEndian), values.Length, dims);

    public static TensorProto Create(string name, ReadOnlySpan<sbyte> values, ReadOnlySpan<long> dims) =>
        Create(name, OnnxType.Int8, MemoryMarshal.AsBytes(values).ToArray(), values.Length, dims);

    public static TensorProto Create(string name, ReadOnlySpan<byte> values, ReadOnlySpan<long> dims) =>
        Create(name, OnnxType.UInt8, values.ToArray(), values.Length, dims);

    private static TensorProto Create(string name, OnnxType type, byte[] bytes, int count, ReadOnlySpan<long> dims)
    {
        var expected = 1L;
        foreach (var dim in dims)
        {
            expected = checked(expected * dim);
        }

        if (expected != count)
        {
            var shape = string.Join(", ", dims.ToArray());
            throw new ArgumentException($"Tensor '{name}' has {count} values, its shape [{shape}] needs {expected}.");
        }

        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        tensor.Dims.AddRange(dims);
        return tensor;
    }

    private static byte[] Bytes<T>(ReadOnlySpan<T> values, WriteValue<T> write)
        where T : unmanaged
    {
        var size = Marshal.SizeOf<T>();
        var bytes = new byte[checked(values.Length * size)];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return bytes;
        }

        for (var i = 0; i < values.Length; i++)
        {
            write(bytes.AsSpan(i * size), values[i]);
        }

        return bytes;
    }

    private delegate void WriteValue<T>(Span<byte> destination, T value);
}
