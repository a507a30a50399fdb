using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Orleans.Reco.Storage;

/// <summary>
/// Keeps bundles in a blob container, laid out as in a folder: <c>{tenant}/{version}/…</c>. Last comes <c>{tenant}/{version}.json</c>, the
/// list of the files with their hashes: a bundle is there once its list is. Fetched bundles stay in a local folder.
/// </summary>
internal sealed class BlobBundleStore(BlobContainerClient container, string cache) : IBundleStore
{
    private const string ListSuffix = ".json";

    // Where copies are made before they get their names. No tenant can be called so.
    private const string TemporaryFolder = "_tmp";

    /// <inheritdoc/>
    /// <remarks>Publishing the same content again does nothing, so that a publisher may retry.</remarks>
    /// <exception cref="RecoValidationException">The tenant or the version is not allowed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder to publish.</exception>
    public async Task PublishAsync(string tenant, string version, string folder, CancellationToken cancellationToken = default)
    {
        var prefix = Prefix(tenant, version);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to publish as bundle '{version}'.");
        }

        _ = await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var files = await DescribeAsync(folder, cancellationToken);
        if (await TryReadListAsync(prefix, cancellationToken) is { } published)
        {
            RequireSame(files.SequenceEqual(published), tenant, version);
            return;
        }

        foreach (var file in files)
        {
            // What an earlier try has left under the name is of the same version, or the hashes do not fit when it is fetched.
            var blob = container.GetBlobClient($"{prefix}/{file.Path}");
            _ = await BlobFiles.TryUploadAsync(blob, Path.Combine(folder, file.Path), cancellationToken);
        }

        var list = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } };
        try
        {
            _ = await ListBlob(prefix).UploadAsync(BinaryData.FromObjectAsJson(files), list, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            RequireSame(files.SequenceEqual(await TryReadListAsync(prefix, cancellationToken) ?? []), tenant, version);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant or the version is not allowed.</exception>
    /// <exception cref="InvalidDataException">A file is not what was published.</exception>
    public async Task<string> FetchAsync(string tenant, string version, CancellationToken cancellationToken = default)
    {
        var prefix = Prefix(tenant, version);
        var bundle = CachePath(prefix);
        if (Directory.Exists(bundle))
        {
            return bundle;
        }

        var files = await TryReadListAsync(prefix, cancellationToken)
            ?? throw new DirectoryNotFoundException($"There is no bundle '{version}' of tenant '{tenant}'.");
        var copy = Path.Combine(cache, TemporaryFolder, Guid.CreateVersion7().ToString("N"));
        try
        {
            Directory.CreateDirectory(copy);
            foreach (var file in files)
            {
                await BlobFiles.DownloadAsync(container.GetBlobClient($"{prefix}/{file.Path}"), Path.Combine(copy, file.Path), cancellationToken);
            }

            if (!files.SequenceEqual(await DescribeAsync(copy, cancellationToken)))
            {
                throw new InvalidDataException($"Bundle '{version}' of tenant '{tenant}' is damaged: a file's hash is not the published one.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(bundle)!);
            Directory.Move(copy, bundle);
            await RemoveStaleCopiesAsync(tenant, cancellationToken);
        }
        catch (IOException) when (Directory.Exists(bundle))
        {
            // Another call was faster; a bundle is the same whoever fetched it.
        }
        finally
        {
            DeleteFolder(copy);
        }

        return bundle;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken = default)
    {
        var tenants = new List<string>();
        if (await container.ExistsAsync(cancellationToken))
        {
            await foreach (var entry in container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", null, cancellationToken))
            {
                if (entry.IsPrefix && entry.Prefix.TrimEnd('/') is var name && RecoKey.TenantError(name) is null)
                {
                    tenants.Add(name);
                }
            }
        }

        return tenants;
    }

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant is not allowed.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var prefix = TenantPrefix(tenant);
        var versions = new List<string>();
        if (!await container.ExistsAsync(cancellationToken))
        {
            return versions;
        }

        await foreach (var entry in container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", prefix, cancellationToken))
        {
            if (entry.IsBlob && entry.Blob.Name.EndsWith(ListSuffix, StringComparison.Ordinal))
            {
                versions.Add(entry.Blob.Name[prefix.Length..^ListSuffix.Length]);
            }
        }

        // Versions begin with their time.
        versions.Sort(StringComparer.Ordinal);
        return versions;
    }

    /// <inheritdoc/>
    /// <exception cref="RecoValidationException">The tenant or the version is not allowed.</exception>
    public async Task DeleteAsync(string tenant, string version, CancellationToken cancellationToken = default)
    {
        var prefix = Prefix(tenant, version);
        if (await TryReadListAsync(prefix, cancellationToken) is { } files)
        {
            // The list first: a bundle without one is not there.
            _ = await ListBlob(prefix).DeleteIfExistsAsync(cancellationToken: cancellationToken);
            foreach (var file in files)
            {
                _ = await container.GetBlobClient($"{prefix}/{file.Path}").DeleteIfExistsAsync(cancellationToken: cancellationToken);
            }
        }

        DeleteFolder(CachePath(prefix));
    }

    private static string TenantPrefix(string tenant) =>
        RecoKey.TenantError(tenant) is { } error ? throw new RecoValidationException("tenant", error) : tenant + "/";

    private static string Prefix(string tenant, string version) =>
        BundleVersion.Error(version) is { } error ? throw new RecoValidationException("version", error) : TenantPrefix(tenant) + version;

    private static async Task<List<BundleFile>> DescribeAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new List<BundleFile>();
        foreach (var path in FolderContent.Files(folder))
        {
            await using var content = File.OpenRead(Path.Combine(folder, path));
            files.Add(new(path.Replace('\\', '/'), Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken))));
        }

        return files;
    }

    private static void RequireSame(bool same, string tenant, string version)
    {
        if (!same)
        {
            throw new InvalidOperationException($"Bundle '{version}' of tenant '{tenant}' is there already with other content.");
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Copies of bundles that another process has removed from the store since.</summary>
    private async Task RemoveStaleCopiesAsync(string tenant, CancellationToken cancellationToken)
    {
        // The folders first: what is fetched after the listing is not among them.
        var copies = Directory.GetDirectories(Path.Combine(cache, tenant));
        var versions = (await ListAsync(tenant, cancellationToken)).ToHashSet();
        foreach (var copy in copies.Where(copy => !versions.Contains(Path.GetFileName(copy))))
        {
            DeleteFolder(copy);
        }
    }

    private async Task<List<BundleFile>?> TryReadListAsync(string prefix, CancellationToken cancellationToken)
    {
        try
        {
            var list = await ListBlob(prefix).DownloadContentAsync(cancellationToken);
            return list.Value.Content.ToObjectFromJson<List<BundleFile>>();
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private BlobClient ListBlob(string prefix) => container.GetBlobClient(prefix + ListSuffix);

    private string CachePath(string prefix) => Path.Combine(cache, prefix.Replace('/', Path.DirectorySeparatorChar));
}
