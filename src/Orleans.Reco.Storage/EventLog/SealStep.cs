namespace Orleans.Reco.Storage;

/// <summary>The durable steps of sealing a segment, in order; tests stop the process between any two.</summary>
internal enum SealStep
{
    /// <summary>The segment was read from the journal; nothing is written.</summary>
    JournalRead,

    /// <summary>A partition's file is written under its temporary name.</summary>
    TemporaryWritten,

    /// <summary>A partition's file has its final name.</summary>
    FileNamed,

    /// <summary>The segment is gone from the journal.</summary>
    JournalDeleted,
}
