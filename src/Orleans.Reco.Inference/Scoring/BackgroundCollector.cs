using System.Runtime;

namespace Orleans.Reco.Inference;

/// <summary>
/// Lets the garbage collector's background threads stand back behind the scoring threads. A background collection of the oldest generation
/// marks the memory of all active users, for a third of a second on every core: beside scoring threads, which are nicer, it took the cores
/// from them, and lists waited for that long.
/// </summary>
/// <remarks>It cannot fall behind for good: whoever needs memory that it would have freed waits for it, and so leaves it the cores.</remarks>
internal static class BackgroundCollector
{
    private const string ThreadName = ".NET BGC";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static int _begun;

    /// <summary>
    /// Returns at once, and does it once in a process. The server's collector makes its threads, one for each core, with the first background
    /// collection and keeps them, so one is asked for while the heap is small. Elsewhere than on Linux, and with another collector, nothing
    /// happens.
    /// </summary>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux() && GCSettings.IsServerGC && GCSettings.LatencyMode != GCLatencyMode.Batch
            && Interlocked.Exchange(ref _begun, 1) == 0)
        {
            new Thread(Run) { IsBackground = true, Name = "reco-collector" }.Start();
        }
    }

    private static void Run()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        var deadline = Environment.TickCount64 + Deadline.TotalMilliseconds;
        var threads = Threads();
        while (threads.Length < Environment.ProcessorCount && Environment.TickCount64 < deadline)
        {
            // They name themselves after they have begun.
            Thread.Sleep(Pause);
            threads = Threads();
        }

        foreach (var thread in threads)
        {
            ThreadNiceness.StandBack(thread);
        }
    }

    private static int[] Threads() =>
        [.. Directory.EnumerateDirectories("/proc/self/task").Where(IsCollector).Select(task => int.Parse(Path.GetFileName(task.AsSpan()), null))];

    private static bool IsCollector(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() == ThreadName;
        }
        catch (IOException)
        {
            // The thread has ended.
            return false;
        }
    }
}
