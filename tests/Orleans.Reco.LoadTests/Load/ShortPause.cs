using System.Runtime.InteropServices;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Sleeps for a fraction of a millisecond. <see cref="Thread.Sleep(TimeSpan)"/> counts whole milliseconds, and makes a busy loop of any
/// less, which would take a processor away from what is measured.
/// </summary>
internal static partial class ShortPause
{
    private const uint Microseconds = 250;

    public static void Wait()
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep(1);
        }
        else
        {
            _ = USleep(Microseconds);
        }
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int USleep(uint microseconds);
}
