using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Orleans.Reco;

/// <summary>Writes a <see cref="Packed{T}"/> as one length-prefixed field of little-endian bytes.</summary>
[RegisterSerializer]
internal sealed class PackedCodec<T> : IFieldCodec<Packed<T>>
    where T : unmanaged
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, Packed<T> value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(Packed<T>), WireType.LengthPrefixed);
        var bytes = value.AsBytes();
        writer.WriteVarUInt32((uint)bytes.Length);
        writer.Write(bytes);
    }

    public Packed<T> ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireType(WireType.LengthPrefixed);
        var length = reader.ReadVarUInt32();
        if (length == 0)
        {
            return default;
        }

        var packed = Packed<T>.FromBytes(checked((int)length), out var bytes);
        reader.ReadBytes(bytes);
        return packed;
    }
}

/// <summary>A packed array is never edited, so a copy is the value itself.</summary>
[RegisterCopier]
internal sealed class PackedCopier<T> : IDeepCopier<Packed<T>>
    where T : unmanaged
{
    public Packed<T> DeepCopy(Packed<T> input, CopyContext context) => input;
}
