namespace Orleans.Reco.Training;

/// <summary>What was uploaded to a part: one content a slot, the last one begun.</summary>
internal sealed class PartContents
{
    private readonly Dictionary<string, (string Id, Packed<byte>?[] Chunks)> _slots = new(StringComparer.Ordinal);

    public void Add(PartChunk chunk)
    {
        if (!_slots.TryGetValue(chunk.Slot, out var content) || content.Id != chunk.ContentId)
        {
            _slots[chunk.Slot] = content = (chunk.ContentId, new Packed<byte>?[chunk.Count]);
        }

        content.Chunks[chunk.Index] = chunk.Bytes;
    }

    /// <summary>True once all of the content is there.</summary>
    public bool Has(string slot, string id) =>
        _slots.TryGetValue(slot, out var content) && content.Id == id && content.Chunks.All(chunk => chunk is not null);

    /// <summary>The content, where all of it is there; null otherwise.</summary>
    public byte[]? TryGet(string slot, string id) =>
        Has(slot, id) ? ContentBytes.Join([.. _slots[slot].Chunks.Select(chunk => chunk!.Value)]) : null;

    /// <summary>The same, for the last time.</summary>
    public byte[]? TryTake(string slot, string id)
    {
        var bytes = TryGet(slot, id);
        _ = bytes is not null && _slots.Remove(slot);
        return bytes;
    }
}
