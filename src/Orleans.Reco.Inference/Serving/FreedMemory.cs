using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>
/// Gives back to the system what native code has freed. glibc by itself gives back only what no later allocation lies above, and when a model is
/// swapped the new one is loaded before the old one goes.
/// </summary>
internal static partial class FreedMemory
{
    /// <summary>Returns at once; the work is done on a thread of the pool.</summary>
    public static void GiveBackSoon() => ThreadPool.UnsafeQueueUserWorkItem(_ => GiveBack(), null);

    /// <summary>The same on the calling thread.</summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Trim(0);
        }
        catch (TypeLoadException)
        {
            // No such function, or no library of that name: another C library, which has its own ways.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);
}
