using Azure.Storage.Blobs;

namespace Orleans.Reco.Storage;

/// <summary>Where an event log or bundles are kept: a folder or a blob container.</summary>
public sealed class StoreLocation
{
    private const string ContainerPrefix = "blobs:";

    private readonly string? _folder;
    private readonly BlobContainerClient? _container;

    private StoreLocation(string? folder, BlobContainerClient? container) => (_folder, _container) = (folder, container);

    /// <summary>A folder.</summary>
    public static StoreLocation Of(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(Path.GetFullPath(folder), null);
    }

    /// <summary>A blob container.</summary>
    public static StoreLocation Of(BlobContainerClient container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return new(null, container);
    }

    /// <summary>Reads a location.</summary>
    /// <param name="text">
    /// A folder; <c>https://account.blob.core.windows.net/container</c>, with a shared access signature or for the process's identity; or
    /// <c>blobs:container</c> in the account of <paramref name="account"/>.
    /// </param>
    /// <param name="account">As <see cref="BlobAccount.Connect"/> takes it.</param>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static StoreLocation Parse(string text, string? account = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (text.StartsWith(ContainerPrefix, StringComparison.Ordinal))
        {
            return string.IsNullOrWhiteSpace(account)
                ? throw new FormatException($"'{text}' needs an account.")
                : new(null, Container(account, text[ContainerPrefix.Length..]));
        }

        if (!text.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return Of(text);
        }

        // The container is the last part of the path; before it is the account, in an emulator's URL too.
        var path = uri.AbsolutePath.TrimEnd('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return new(null, Container(new UriBuilder(uri) { Path = path[..^name.Length] }.Uri.AbsoluteUri, name));
    }

    /// <summary>The event log there.</summary>
    /// <param name="scratch">A local folder for files on their way.</param>
    internal ILogFiles LogFiles(string scratch) => _folder is null ? new BlobLogFiles(_container!, scratch) : new FolderLogFiles(_folder);

    /// <summary>The bundles there.</summary>
    /// <param name="scratch">A local folder for fetched bundles.</param>
    internal IBundleStore Bundles(string scratch) => _folder is null ? new BlobBundleStore(_container!, scratch) : new FolderBundleStore(_folder);

    private static BlobContainerClient Container(string account, string name) => BlobGrainStorageOptionsValidator.IsContainerName(name)
        ? BlobAccount.ConnectForFiles(account).GetBlobContainerClient(name)
        : throw new FormatException($"'{name}' is no container's name, which is 3 to 63 of a-z, 0-9 and single '-' between them.");
}
