namespace Orleans.Reco.Storage;

/// <summary>
/// Which event log of this process works on which segment of the journal. RocksDB lets one process at a time open the journal, so this
/// table is complete: a segment that nobody owns here belongs to a dead writer, and whoever claims it may seal it.
/// </summary>
internal sealed class SegmentOwners
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, EventLogWriter> _writers = [];
    private readonly Dictionary<string, EventLogWriter> _segments = [];

    /// <summary>Makes a writer the one that goes by its id.</summary>
    /// <returns>The one that did so before, if it has not left: its silo died without stopping it.</returns>
    public EventLogWriter? Register(EventLogWriter writer)
    {
        lock (_gate)
        {
            var previous = _writers.GetValueOrDefault(writer.WriterId);
            _writers[writer.WriterId] = writer;
            return previous;
        }
    }

    /// <summary>The writer that goes by an id, or null.</summary>
    public EventLogWriter? Find(string writerId)
    {
        lock (_gate)
        {
            return _writers.GetValueOrDefault(writerId);
        }
    }

    /// <summary>Claims a segment; false if a writer has it already, or if this one has left or was replaced.</summary>
    public bool TryClaim(string segmentId, EventLogWriter writer)
    {
        lock (_gate)
        {
            return IsRegistered(writer) && _segments.TryAdd(segmentId, writer);
        }
    }

    /// <summary>Gives a segment up.</summary>
    public void Release(string segmentId)
    {
        lock (_gate)
        {
            _ = _segments.Remove(segmentId);
        }
    }

    /// <summary>Gives up a writer's name and every segment that it has.</summary>
    public void Leave(EventLogWriter writer)
    {
        lock (_gate)
        {
            foreach (var segment in _segments.Where(pair => pair.Value == writer).Select(pair => pair.Key).ToList())
            {
                _ = _segments.Remove(segment);
            }

            if (IsRegistered(writer))
            {
                _ = _writers.Remove(writer.WriterId);
            }
        }
    }

    private bool IsRegistered(EventLogWriter writer) => _writers.GetValueOrDefault(writer.WriterId) == writer;
}
