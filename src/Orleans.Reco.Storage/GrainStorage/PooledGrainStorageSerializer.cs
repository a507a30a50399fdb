using System.Buffers;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Reco.Storage;

/// <summary>
/// The Orleans binary serializer over a buffer that each thread keeps: the bytes are those of
/// <see cref="Orleans.Storage.OrleansGrainStorageSerializer"/>, without a buffer that grows anew by doubling for every write.
/// </summary>
internal sealed class PooledGrainStorageSerializer(Serializer serializer) : IGrainStorageSerializer
{
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => Serialize(input, static bytes => new BinaryData(bytes.ToArray()));

    /// <summary>Serializes and gives the bytes to a function, which must copy what it keeps.</summary>
    public TResult Serialize<T, TResult>(T? input, Func<ReadOnlySpan<byte>, TResult> take)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        try
        {
            serializer.Serialize(input!, buffer);
            return take(buffer.WrittenSpan);
        }
        finally
        {
            buffer.ResetWrittenCount();
            if (buffer.Capacity > LargestKept)
            {
                _buffer = null;
            }
        }
    }

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory())!;
}
