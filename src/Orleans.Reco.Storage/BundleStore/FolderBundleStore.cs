namespace Orleans.Reco.Storage;

/// <summary>Keeps bundles in a folder: <c>{root}/{tenant}/{version}/</c>.</summary>
/// <param name="root">The folder; made where missing.</param>
internal sealed class FolderBundleStore(string root) : IBundleStore
{
    // Where copies are made before they get their names. No tenant can be called so.
    private const string TemporaryFolder = "_tmp";

    private readonly string _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    /// <remarks>Publishing the same content again does nothing, so that a publisher may retry.</remarks>
    /// <exception cref="RecoValidationException">The tenant or the version is not allowed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder to publish.</exception>
    public async Task PublishAsync(string tenant, string version, string folder, CancellationToken cancellationToken = default)
    {
        var bundle = BundlePath(tenant, version);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to publish as bundle '{version}'.");
        }

        if (!Directory.Exists(bundle))
        {
            var copy = Path.Combine(_root, TemporaryFolder, Guid.CreateVersion7().ToString("N"));
            try
            {
                await FolderContent.CopyAsync(folder, copy, cancellationToken);
                DurableFiles.CreateFolder(Path.GetDirectoryName(bundle)!);
                DurableFiles.MoveFolder(copy, bundle);
                return;
            }
            catch (IOException) when (Directory.Exists(bundle))
            {
                // Another publisher was faster; its bundle is compared below.
            }
            finally
            {
                DeleteFolder(copy);
            }
        }

        if (!await FolderContent.EqualAsync(folder, bundle, cancellationToken))
        {
            throw new InvalidOperationException($"Bundle '{version}' of tenant '{tenant}' is there already with other content.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant or the version is not allowed.</exception>
    public Task<string> FetchAsync(string tenant, string version, CancellationToken cancellationToken = default)
    {
        var bundle = BundlePath(tenant, version);
        return Directory.Exists(bundle)
            ? Task.FromResult(bundle)
            : throw new DirectoryNotFoundException($"There is no bundle '{version}' of tenant '{tenant}'.");
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> tenants = Directory.Exists(_root)
            ? Directory.EnumerateDirectories(_root).Select(path => Path.GetFileName(path)).Where(name => RecoKey.TenantError(name) is null)
                .Order(StringComparer.Ordinal).ToList()
            : [];
        return Task.FromResult(tenants);
    }

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant is not allowed.</exception>
    public Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var folder = TenantPath(tenant);

        // Versions begin with their time, so the order of names is the order of time.
        IReadOnlyList<string> versions = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList()
            : [];
        return Task.FromResult(versions);
    }

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant or the version is not allowed.</exception>
    public Task DeleteAsync(string tenant, string version, CancellationToken cancellationToken = default)
    {
        var bundle = BundlePath(tenant, version);
        if (Directory.Exists(bundle))
        {
            // Renamed first: a reader that lists the folder meanwhile sees the whole bundle or none.
            var removed = Path.Combine(_root, TemporaryFolder, Guid.CreateVersion7().ToString("N"));
            DurableFiles.CreateFolder(Path.GetDirectoryName(removed)!);
            DurableFiles.MoveFolder(bundle, removed);
            DurableFiles.SyncFolder(Path.GetDirectoryName(bundle)!);
            DeleteFolder(removed);
        }

        return Task.CompletedTask;
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string TenantPath(string tenant) =>
        RecoKey.TenantError(tenant) is { } error ? throw new RecoValidationException("tenant", error) : Path.Combine(_root, tenant);

    private string BundlePath(string tenant, string version) =>
        BundleVersion.Error(version) is { } error
            ? throw new RecoValidationException("version", error)
            : Path.Combine(TenantPath(tenant), version);
}
