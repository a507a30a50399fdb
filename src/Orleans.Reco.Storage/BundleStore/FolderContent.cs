using System.Security.Cryptography;

namespace Orleans.Reco.Storage;

/// <summary>Copies and compares folders by content.</summary>
internal static class FolderContent
{
    /// <summary>Copies all files and folders below <paramref name="source"/>; returns when the copy is on the disk.</summary>
    public static async Task CopyAsync(string source, string destination, CancellationToken cancellationToken)
    {
        DurableFiles.CreateFolder(destination);
        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            await CopyAsync(folder, Path.Combine(destination, Path.GetFileName(folder)), cancellationToken);
        }

        foreach (var file in Directory.EnumerateFiles(source))
        {
            await DurableFiles.CopyFileAsync(file, Path.Combine(destination, Path.GetFileName(file)), cancellationToken);
        }

        DurableFiles.SyncFolder(destination);
    }

    /// <summary>Whether two folders hold the same files with the same bytes.</summary>
    public static async Task<bool> EqualAsync(string left, string right, CancellationToken cancellationToken)
    {
        var files = Files(left);
        if (!files.SequenceEqual(Files(right)))
        {
            return false;
        }

        foreach (var file in files)
        {
            var hashes = await Task.WhenAll(HashAsync(left, file, cancellationToken), HashAsync(right, file, cancellationToken));
            if (!hashes[0].AsSpan().SequenceEqual(hashes[1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The paths of the files below a folder, relative to it, in order.</summary>
    public static List<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal)
            .ToList();

    private static async Task<byte[]> HashAsync(string folder, string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(Path.Combine(folder, file));
        return await SHA256.HashDataAsync(stream, cancellationToken);
    }
}
