using Orleans.Storage;

namespace Orleans.Reco.Storage.Tests;

/// <summary>Hides that a serializer can stream, as one of an application's own would not.</summary>
internal sealed class WholeStateSerializer(IGrainStorageSerializer inner) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => inner.Serialize(input);

    public T? Deserialize<T>(BinaryData input) => inner.Deserialize<T>(input);
}
