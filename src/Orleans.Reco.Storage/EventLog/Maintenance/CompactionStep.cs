namespace Orleans.Reco.Storage;

/// <summary>The durable steps of a compaction, in order; tests stop the process between any two.</summary>
internal enum CompactionStep
{
    /// <summary>The compacted file is written under its temporary name.</summary>
    TemporaryWritten,

    /// <summary>It is written down which files it takes the place of.</summary>
    ReplacedNoted,

    /// <summary>The compacted file has its final name.</summary>
    FileNamed,

    /// <summary>One of the files that it replaces is gone.</summary>
    InputRemoved,
}
