using System.Runtime.InteropServices;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// Sleeps to within a fraction of a millisecond. <see cref="Thread.Sleep(TimeSpan)"/> counts whole milliseconds, and makes a busy loop of any
/// less, which would take a processor away from what is measured.
/// </summary>
internal static partial class ShortPause
{
    private const double Longest = 100_000;

    /// <summary>Sleeps for about as long; a tenth of a second at most.</summary>
    public static void Wait(TimeSpan time)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep(1);
        }
        else
        {
            _ = USleep((uint)Math.Clamp(time.TotalMicroseconds, 1, Longest));
        }
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int USleep(uint microseconds);
}
