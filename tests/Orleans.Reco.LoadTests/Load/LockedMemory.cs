using System.Runtime.InteropServices;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Keeps what this process has touched in memory. Some machines, small virtual ones above all, write out what was not used for a few
/// seconds, code included; then what comes rarely (a collection, a model that is loaded) waits for the disk with everybody behind it.
/// </summary>
internal static partial class LockedMemory
{
    // MCL_CURRENT, MCL_FUTURE and MCL_ONFAULT: no page is read for its own sake.
    private const int WhatIsTouched = 1 | 2 | 4;

    /// <summary>Does nothing elsewhere than on Linux, or where it is not permitted (<c>ulimit -l</c>).</summary>
    public static void TryKeep()
    {
        if (OperatingSystem.IsLinux() && LockAll(WhatIsTouched) != 0)
        {
            Console.WriteLine("Memory is not locked: pages may be written out while it is measured.");
        }
    }

    [LibraryImport("libc", EntryPoint = "mlockall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LockAll(int flags);
}
