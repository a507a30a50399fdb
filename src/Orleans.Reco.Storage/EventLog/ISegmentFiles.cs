namespace Orleans.Reco.Storage;

/// <summary>Where sealed segments go: names and layout are <see cref="EventLogLayout"/>'s, whatever the store.</summary>
internal interface ISegmentFiles
{
    /// <summary>Where files are written before they get their final names.</summary>
    string TemporaryRoot { get; }

    /// <summary>Whether a segment's file of a partition is there. A file that is there is complete.</summary>
    Task<bool> ExistsAsync(string segmentId, Partition partition, CancellationToken cancellationToken);

    /// <summary>Gives a finished file its final place, all or nothing; returns when that is durable. The temporary file is gone then.</summary>
    Task PublishAsync(string temporaryFile, string segmentId, Partition partition, CancellationToken cancellationToken);
}
