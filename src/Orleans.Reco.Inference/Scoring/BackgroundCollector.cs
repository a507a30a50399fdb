using System.Runtime;
using Orleans.Reco.Core;

namespace Orleans.Reco.Inference;

/// <summary>
/// Lets the garbage collector's background threads stand back behind the scoring threads. A background collection of the oldest generation
/// marks the memory of all active users, for a third of a second on every core: beside scoring threads, which are nicer, it took the cores
/// from them, and lists waited for that long.
/// </summary>
/// <remarks>
/// The server's collector makes its threads with the first background collection and keeps them. Nothing refers to this object, so each
/// collection of the generation that it has come to runs its finalizer, which looks for them.
/// They cannot fall behind for good: whoever needs memory that they would have freed waits for them, and so leaves them the cores.
/// </remarks>
internal sealed class BackgroundCollector
{
    private const string ThreadName = ".NET BGC";
    private static int _begun;

    private BackgroundCollector()
    {
    }

    ~BackgroundCollector()
    {
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task").Where(IsCollector))
        {
            ThreadNiceness.StandBack(int.Parse(Path.GetFileName(task.AsSpan()), null));
        }

        GC.ReRegisterForFinalize(this);
    }

    /// <summary>Begins, once in a process. Elsewhere than on Linux, and with another collector, nothing happens.</summary>
    public static void StandBack()
    {
        if (OperatingSystem.IsLinux() && GCSettings.IsServerGC && GCSettings.LatencyMode != GCLatencyMode.Batch
            && Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _ = new BackgroundCollector();
        }
    }

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
