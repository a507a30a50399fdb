using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Session;
using Orleans.Serialization.WireProtocol;

namespace Orleans.Reco.Grains.Tests;

/// <summary>Takes serialized bytes apart into fields, as a reader of any release sees them before it knows what they mean.</summary>
internal static class WireFields
{
    /// <summary>Every field by its path of numbers, with its wire type and its value. The n-th element of a collection has <c>:n</c>.</summary>
    public static Dictionary<string, string> Of(byte[] bytes, SerializerSessionPool sessions)
    {
        using var session = sessions.GetSession();
        var reader = Reader.Create(bytes, session);
        var fields = new Dictionary<string, string>();
        Read(ref reader, "", fields, isRoot: true);
        return fields;
    }

    private static void Read<TInput>(ref Reader<TInput> reader, string path, Dictionary<string, string> fields, bool isRoot = false)
    {
        var (id, n) = (0u, 0);
        do
        {
            var header = reader.ReadFieldHeader();
            if (header.IsEndObject)
            {
                return;
            }

            if (header.IsEndBaseFields)
            {
                // The members of a base class end here, and numbers begin anew.
                (id, n, path) = (0, 0, path + "/base");
                continue;
            }

            n = header.FieldIdDelta == 0 ? n + 1 : 0;
            id += header.FieldIdDelta;
            ReadOne(ref reader, header, n == 0 ? $"{path}/{id}" : $"{path}/{id}:{n}", fields);
        }
        while (!isRoot);
    }

    private static void ReadOne<TInput>(ref Reader<TInput> reader, Field header, string path, Dictionary<string, string> fields)
    {
        var value = "";
        switch (header.WireType)
        {
            case WireType.VarInt:
                value = reader.ReadVarUInt64().ToString();
                break;
            case WireType.Fixed32:
                value = reader.ReadUInt32().ToString();
                break;
            case WireType.Fixed64:
                value = reader.ReadUInt64().ToString();
                break;
            case WireType.LengthPrefixed:
                value = Convert.ToHexString(reader.ReadBytes(reader.ReadVarUInt32()));
                break;
            case WireType.TagDelimited:
                fields.Add(path, $"object of {header.FieldType}");
                Read(ref reader, path, fields);
                return;
            case WireType.Reference:
                // Its number counts what came before; members that are new count too.
                _ = reader.ReadVarUInt32();
                break;
            default:
                throw new InvalidDataException($"Field {path} has wire type {header.WireType}.");
        }

        fields.Add(path, $"{header.WireType} {value}");
    }
}
