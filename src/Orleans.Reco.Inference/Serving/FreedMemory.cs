using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>
/// Gives back to the system what native code has freed. glibc keeps it for itself where later allocations lie above it, and a graph that is
/// loaded while the one before still serves always lies above: the process would grow with each of the first swaps.
/// </summary>
internal static partial class FreedMemory
{
    /// <summary>Returns at once; the work, some milliseconds, is done on a thread of the pool.</summary>
    public static void GiveBackSoon()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = ThreadPool.UnsafeQueueUserWorkItem(_ => GiveBack(), null);
        }
    }

    private static void GiveBack()
    {
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, which has its own ways.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
