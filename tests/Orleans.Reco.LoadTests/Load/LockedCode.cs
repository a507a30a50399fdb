using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Keeps in memory what this process has touched of its files, code above all. Some machines, small virtual ones above all, drop what was not
/// used for a few seconds; then what comes rarely (a collection, a model that is loaded) waits for the disk with everybody behind it.
/// Only files: with all of its memory locked the runtime now and then collects the oldest generation with everything stopped, not in the background.
/// </summary>
internal static partial class LockedCode
{
    // MLOCK_ONFAULT: no page is read for its own sake.
    private const int WhatIsTouched = 1;

    private static readonly Dictionary<string, MemoryMappedViewAccessor> Files = [];

    private static int _told;

    /// <summary>Takes what is mapped now. Does nothing elsewhere than on Linux, or where it is not permitted (<c>ulimit -l</c>).</summary>
    public static void TryKeep()
    {
        if (OperatingSystem.IsLinux() && !File.ReadLines("/proc/self/maps").All(TryLock) && Interlocked.Exchange(ref _told, 1) == 0)
        {
            Console.WriteLine("Code is not locked: pages may be dropped while it is measured.");
        }
    }

    /// <summary>Keeps what another process has mapped: a file's pages are the same for all who map it. All of each file, until this process ends.</summary>
    public static void TryKeepOf(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var mapping in File.ReadLines($"/proc/{process}/maps"))
        {
            if (FileOf(mapping) is [.., var path] && !Files.ContainsKey(path) && File.Exists(path))
            {
                using var file = MemoryMappedFile.CreateFromFile(
                    File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, false);
                var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
                Files.Add(path, view);
                _ = Lock((nuint)view.SafeMemoryMappedViewHandle.DangerousGetHandle(), (nuint)view.Capacity, 0);
            }
        }
    }

    /// <summary>A line is <c>from-to permissions offset device inode path</c>; null where it is not of a file that can be read.</summary>
    private static string[]? FileOf(string mapping)
    {
        var parts = mapping.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 6 && parts[5].StartsWith('/') && parts[1].StartsWith('r') ? parts : null;
    }

    private static bool TryLock(string mapping)
    {
        if (FileOf(mapping) is not { } parts)
        {
            return true;
        }

        var range = parts[0].Split('-');
        nuint from = nuint.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), to = nuint.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return Lock(from, to - from, WhatIsTouched) == 0;
    }

    [LibraryImport("libc", EntryPoint = "mlock2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(nuint address, nuint length, int flags);
}
