namespace Orleans.Reco.Storage;

/// <summary>
/// The files of the event log under the names of <see cref="EventLogLayout"/>, whatever keeps them. A file never changes once it has
/// its name.
/// </summary>
internal interface ILogFiles
{
    /// <summary>A local folder for files on their way; see <see cref="EventLogLayout.TemporaryFile"/>.</summary>
    string TemporaryRoot { get; }

    /// <summary>The tenants that have a file, in order.</summary>
    Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken);

    /// <summary>The files below a folder (a name that ends with '/'), in the order of their names.</summary>
    Task<IReadOnlyList<LogFile>> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Whether a file is there. One that is there is complete.</summary>
    Task<bool> ExistsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Gives a finished file its final place, all or nothing; returns when that is durable. The temporary file is gone then.</summary>
    Task PublishAsync(string temporaryFile, string name, CancellationToken cancellationToken);

    /// <summary>A local file with the content, whole and checked, for readers: it stays until <see cref="Keep"/> leaves it out.</summary>
    /// <exception cref="FileNotFoundException">It is not there, or not any more.</exception>
    Task<string> FetchAsync(LogFile file, CancellationToken cancellationToken);

    /// <summary>The same for a short while.</summary>
    /// <exception cref="FileNotFoundException">It is not there, or not any more.</exception>
    Task<LocalFile> BorrowAsync(LogFile file, CancellationToken cancellationToken);

    /// <summary>Removes local copies of files below a folder that are not in the list. What the store itself keeps stays.</summary>
    void Keep(string folder, IReadOnlyCollection<LogFile> files);

    /// <summary>Removes a file; nothing happens where there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}
