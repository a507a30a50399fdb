using System.Runtime.InteropServices;

namespace Orleans.Reco.Inference;

/// <summary>
/// Gives back to the system what native code has freed. glibc by itself gives back only what no later allocation lies above, and when a model is
/// swapped the new one is loaded before the old one goes.
/// </summary>
internal static partial class FreedMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static long _given = Environment.TickCount64;

    /// <summary>
    /// Returns at once; the work is done on a thread of the pool, at most every ten minutes. What one swap frees the next one takes, and only what
    /// does not fit adds up; but the C library holds its locks for 10 to 60 ms meanwhile, and who needs memory waits.
    /// </summary>
    public static void GiveBackSoon()
    {
        if (IsDue(ref _given, Environment.TickCount64))
        {
            _ = ThreadPool.UnsafeQueueUserWorkItem(_ => GiveBack(), null);
        }
    }

    /// <summary>True for one caller in each interval.</summary>
    /// <param name="given">When it was true last, milliseconds.</param>
    /// <param name="now">The time by the same clock.</param>
    internal static bool IsDue(ref long given, long now)
    {
        var last = Volatile.Read(ref given);
        return now - last >= Interval.TotalMilliseconds && Interlocked.CompareExchange(ref given, now, last) == last;
    }

    /// <summary>Does it on the calling thread.</summary>
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
