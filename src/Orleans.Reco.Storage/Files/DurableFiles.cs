using System.Runtime.InteropServices;

namespace Orleans.Reco.Storage;

/// <summary>
/// File operations that survive a power cut. On POSIX a new name is durable only once the folder that holds it is synced, which
/// .NET has no call for.
/// </summary>
internal static partial class DurableFiles
{
    private const int OpenReadOnly = 0;

    /// <summary>Creates a folder and its missing parents, each synced into its parent.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder));
        if (!string.IsNullOrEmpty(parent))
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(folder);
        if (!string.IsNullOrEmpty(parent))
        {
            SyncFolder(parent);
        }
    }

    /// <summary>Gives a finished file its final name, atomically; a file of that name is replaced.</summary>
    public static void MoveFile(string source, string destination)
    {
        File.Move(source, destination, overwrite: true);
        SyncFolder(Path.GetDirectoryName(destination)!);
    }

    /// <summary>Gives a finished folder its final name, atomically.</summary>
    /// <exception cref="IOException">The destination is there already.</exception>
    public static void MoveFolder(string source, string destination)
    {
        Directory.Move(source, destination);
        SyncFolder(Path.GetDirectoryName(destination)!);
    }

    /// <summary>Copies a file and syncs the copy's content.</summary>
    public static async Task CopyFileAsync(string source, string destination, CancellationToken cancellationToken)
    {
        await using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        await using var to = new FileStream(destination, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await from.CopyToAsync(to, cancellationToken);
        to.Flush(flushToDisk: true);
    }

    /// <summary>Makes the names in a folder durable.</summary>
    /// <exception cref="IOException">The system could not sync the folder.</exception>
    public static void SyncFolder(string folder)
    {
        // NTFS journals its own metadata and gives no handle to sync a folder by.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, OpenReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open folder '{folder}' to sync it: errno {Marshal.GetLastPInvokeError()}.");
        }

        var result = Sync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
        {
            throw new IOException($"Cannot sync folder '{folder}': errno {error}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
