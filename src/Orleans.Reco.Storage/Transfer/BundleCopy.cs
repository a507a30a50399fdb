namespace Orleans.Reco.Storage;

/// <summary>
/// Copies model bundles between folders and blob containers. A copy that was cut off goes on when it is started again; every bundle is
/// compared by the hashes of its files.
/// </summary>
public static class BundleCopy
{
    /// <summary>Copies.</summary>
    /// <param name="from">The store to read.</param>
    /// <param name="to">The store to write.</param>
    /// <param name="tenant">One tenant; null for all.</param>
    /// <param name="progress">Told the name of each bundle that is copied.</param>
    /// <param name="cancellationToken">Stops between bundles.</param>
    /// <exception cref="IOException">The destination has a version already with other content, which it keeps; or a file is gone.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static async Task<CopyReport> CopyAsync(
        StoreLocation from, StoreLocation to, string? tenant = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var scratch = Directory.CreateTempSubdirectory("reco-copy-").FullName;
        try
        {
            var (source, destination) = (from.Bundles(Path.Combine(scratch, "from")), to.Bundles(Path.Combine(scratch, "to")));
            var (copied, present) = (0, 0);
            foreach (var name in tenant is null ? await source.ListTenantsAsync(cancellationToken) : [tenant])
            {
                var there = (await destination.ListAsync(name, cancellationToken)).ToHashSet();
                foreach (var version in await source.ListAsync(name, cancellationToken))
                {
                    var folder = await source.FetchAsync(name, version, cancellationToken);
                    if (there.Contains(version))
                    {
                        present++;
                    }
                    else
                    {
                        progress?.Report($"{name}/{version}");
                        await destination.PublishAsync(name, version, folder, cancellationToken);
                        copied++;
                    }

                    // Of what is there already a publication only compares the hashes.
                    await destination.PublishAsync(name, version, folder, cancellationToken);
                }
            }

            return new(copied, present);
        }
        catch (InvalidOperationException exception)
        {
            throw new IOException(exception.Message, exception);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
