using Orleans.Reco.Inference;
using Orleans.Reco.Storage;

namespace Orleans.Reco.Grains;

/// <summary>Describes a tenant's bundles, and takes in those that were made elsewhere.</summary>
internal sealed class BundleCatalog(string tenant, IBundleStore bundles, string? inbox)
{
    /// <summary>The bundles of the store, newest first. One that cannot be read is listed with its fault.</summary>
    public async Task<BundleInfo[]> ListAsync()
    {
        var listed = new List<BundleInfo>();
        foreach (var version in (await bundles.ListAsync(tenant)).Reverse())
        {
            listed.Add(await DescribeAsync(version));
        }

        return [.. listed];
    }

    /// <exception cref="RecoValidationException">There is no such bundle, or it cannot be served.</exception>
    public async Task VerifyAsync(string version)
    {
        if (!(await bundles.ListAsync(tenant)).Contains(version))
        {
            throw new RecoValidationException("version", "must be a bundle of the bundle store");
        }

        _ = await OpenAsync(await bundles.FetchAsync(tenant, version), "version");
    }

    /// <summary>Verifies a folder of the inbox and copies it into the store.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="RecoValidationException">There is no such folder, it cannot be served, or its version is taken.</exception>
    public async Task<string> TakeInAsync(string name)
    {
        if (inbox is null)
        {
            throw new RecoValidationException("folder", "cannot be registered: Reco:Refresh:Inbox names no folder");
        }

        var folder = Path.Combine(inbox, name);
        if (name.Length == 0 || name != Path.GetFileName(name) || name is "." or ".." || !Directory.Exists(folder))
        {
            throw new RecoValidationException("folder", "must be the name of a folder in the inbox");
        }

        var manifest = (await OpenAsync(folder, "folder")).Manifest;
        if (manifest.Tenant != tenant)
        {
            throw new RecoValidationException("folder", $"holds a bundle of tenant '{manifest.Tenant}'");
        }

        try
        {
            await bundles.PublishAsync(tenant, manifest.Version, folder);
        }
        catch (Exception exception)
        {
            // A full disk, another bundle of that name, or what else a store may have against it.
            throw new RecoValidationException("folder", $"cannot be taken into the bundle store: {exception.Message}");
        }

        return manifest.Version;
    }

    private static async Task<ModelBundle> OpenAsync(string folder, string field)
    {
        try
        {
            return await ModelLoading.RunAsync(() => ModelBundle.Open(folder));
        }
        catch (InvalidBundleException exception)
        {
            throw new RecoValidationException(field, $"cannot be served: {exception.Message}");
        }
    }

    private async Task<BundleInfo> DescribeAsync(string version)
    {
        try
        {
            var folder = await bundles.FetchAsync(tenant, version);
            var manifest = await Task.Run(() => ModelBundle.ReadManifest(folder));
            return new BundleInfo
            {
                Version = version,
                Architecture = manifest.Architecture,
                CreatedAt = manifest.CreatedAt,
                Parent = manifest.Parent,
                Items = manifest.Items,
                Bytes = manifest.Files.Values.Sum(file => file.Bytes),
                TrainedTo = manifest.TrainedTo,
                Metrics = manifest.Metrics,
                Parameters = manifest.Parameters,
                Files = manifest.Files.ToDictionary(file => file.Key, file => file.Value.Bytes),
            };
        }
        catch (Exception exception)
        {
            // One that is damaged or cannot be fetched must not hide the others.
            return new BundleInfo { Version = version, Fault = exception.Message };
        }
    }
}
