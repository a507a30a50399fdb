using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>Lets a thread stand back behind others. The runtime's own thread priorities do nothing on Linux.</summary>
public static partial class ThreadNiceness
{
    // Of "process" 0, which on Linux is the calling thread.
    private const int Process = 0;

    /// <summary>Makes the calling thread nicer; elsewhere than on Linux, and where the system refuses, it stays as it is.</summary>
    public static void Set(int niceness)
    {
        if (niceness > 0 && OperatingSystem.IsLinux())
        {
            _ = SetPriority(Process, 0, niceness);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int niceness);
}
