namespace Orleans.Reco.Storage;

/// <summary>Keeps model bundles: folders of files under a tenant and a version, never changed once published.</summary>
public interface IBundleStore
{
    /// <summary>Copies a folder into the store. All or nothing: a reader sees the whole bundle or none.</summary>
    /// <exception cref="InvalidOperationException">The version is there already with other content.</exception>
    Task PublishAsync(string tenant, string version, string folder, CancellationToken cancellationToken = default);

    /// <summary>Gives a local folder with the bundle's files; the caller reads and never writes it.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such bundle.</exception>
    Task<string> FetchAsync(string tenant, string version, CancellationToken cancellationToken = default);

    /// <summary>The tenants that have a bundle, in order.</summary>
    Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken = default);

    /// <summary>The versions of a tenant, oldest first.</summary>
    Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default);

    /// <summary>Removes a bundle; nothing happens where there is none.</summary>
    Task DeleteAsync(string tenant, string version, CancellationToken cancellationToken = default);
}
