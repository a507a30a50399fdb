using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>Lets a thread stand back behind others. The runtime's own thread priorities do nothing on Linux.</summary>
public static partial class ThreadNiceness
{
    // Of a "process", which on Linux is a thread, and 0 the calling one.
    private const int Process = 0;
    private const int Nicest = 19;

    // SCHED_IDLE.
    private const int Idle = 5;

    /// <summary>Makes the calling thread nicer; elsewhere than on Linux, and where the system refuses, it stays as it is.</summary>
    public static void Set(int niceness) => Set(0, niceness);

    /// <summary>
    /// Lets the calling thread run only where no other thread of the process wants its core. A nicer thread is not enough for work that goes on
    /// for long: it gets a smaller share, yet keeps a core for a whole slice, milliseconds, in which a thread that wakes waits. Elsewhere than
    /// on Linux it has the runtime's lowest priority instead; where the system refuses, the thread is as nice as can be.
    /// </summary>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux())
        {
            StandBack(0);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        }
    }

    /// <summary>Lets another thread of the process, by the number that the system has for it, do so. Elsewhere than on Linux, it stays as it is.</summary>
    public static void StandBack(int thread)
    {
        if (OperatingSystem.IsLinux() && SetScheduler(thread, Idle, 0) != 0)
        {
            Set(thread, Nicest);
        }
    }

    private static void Set(int thread, int niceness)
    {
        if (niceness > 0 && OperatingSystem.IsLinux())
        {
            _ = SetPriority(Process, (uint)thread, niceness);
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int niceness);
}
