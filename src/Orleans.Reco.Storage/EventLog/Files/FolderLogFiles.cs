namespace Orleans.Reco.Storage;

/// <summary>The log in a folder tree.</summary>
internal sealed class FolderLogFiles(string root) : ILogFiles
{
    /// <inheritdoc/>
    /// <remarks>Below the root: a rename is atomic within one file system only.</remarks>
    public string TemporaryRoot => root;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> tenants = Directory.Exists(root)
            ? Directory.EnumerateDirectories(root).Select(path => EventLogLayout.ParseTenant(Path.GetFileName(path))).OfType<string>()
                .Order(StringComparer.Ordinal).ToList()
            : [];
        return Task.FromResult(tenants);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var path = FilePath(folder);
        IReadOnlyList<LogFile> files = Directory.Exists(path)
            ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
                .Select(file => new LogFile(Path.GetRelativePath(root, file.FullName).Replace('\\', '/'), file.Length))
                .OrderBy(file => file.Name, StringComparer.Ordinal).ToList()
            : [];
        return Task.FromResult(files);
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) => Task.FromResult(File.Exists(FilePath(name)));

    /// <inheritdoc/>
    public Task PublishAsync(string temporaryFile, string name, CancellationToken cancellationToken)
    {
        var file = FilePath(name);
        DurableFiles.CreateFolder(Path.GetDirectoryName(file)!);
        DurableFiles.MoveFile(temporaryFile, file);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> FetchAsync(LogFile file, CancellationToken cancellationToken)
    {
        var path = FilePath(file.Name);
        return File.Exists(path) ? Task.FromResult(path) : throw new FileNotFoundException("The event log has no such file.", file.Name);
    }

    /// <inheritdoc/>
    public async Task<LocalFile> BorrowAsync(LogFile file, CancellationToken cancellationToken) =>
        new(await FetchAsync(file, cancellationToken), isCopy: false);

    /// <inheritdoc/>
    public void Keep(string folder, IReadOnlyCollection<LogFile> files)
    {
        // There are no copies.
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var file = FilePath(name);
        if (File.Exists(file))
        {
            File.Delete(file);
            DurableFiles.SyncFolder(Path.GetDirectoryName(file)!);
        }

        return Task.CompletedTask;
    }

    private string FilePath(string name) => Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar));
}
