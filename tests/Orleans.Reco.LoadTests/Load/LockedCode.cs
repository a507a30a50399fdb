using System.Globalization;
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

    private static int _told;

    /// <summary>Takes what is mapped now. Does nothing elsewhere than on Linux, or where it is not permitted (<c>ulimit -l</c>).</summary>
    public static void TryKeep()
    {
        if (OperatingSystem.IsLinux() && !File.ReadLines("/proc/self/maps").All(TryLock) && Interlocked.Exchange(ref _told, 1) == 0)
        {
            Console.WriteLine("Code is not locked: pages may be dropped while it is measured.");
        }
    }

    /// <summary>A line is <c>from-to permissions offset device inode path</c>.</summary>
    private static bool TryLock(string mapping)
    {
        var parts = mapping.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 6 || !parts[5].StartsWith('/') || !parts[1].StartsWith('r'))
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
