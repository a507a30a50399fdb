using System.Diagnostics;

namespace Orleans.Reco.LoadTests;

/// <summary>What this process has used up to a moment.</summary>
internal readonly record struct ProcessUsage(long Timestamp, TimeSpan Processor, long AllocatedBytes, TimeSpan GcPause, int Collections, int Gen2Collections)
{
    public static ProcessUsage Now()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessUsage(
            Stopwatch.GetTimestamp(),
            process.TotalProcessorTime,
            GC.GetTotalAllocatedBytes(),
            GC.GetTotalPauseDuration(),
            GC.CollectionCount(0),
            GC.CollectionCount(2));
    }

    public Usage Since(ProcessUsage before, double requests)
    {
        var elapsed = Stopwatch.GetElapsedTime(before.Timestamp, Timestamp);
        return new Usage(
            (Processor - before.Processor) / elapsed,
            (Processor - before.Processor).TotalMicroseconds / requests,
            (AllocatedBytes - before.AllocatedBytes) / requests,
            (GcPause - before.GcPause) / elapsed,
            (GcPause - before.GcPause).TotalMilliseconds / Math.Max(1, Collections - before.Collections),
            Gen2Collections - before.Gen2Collections);
    }
}

/// <summary>What a run used, the load generator's part in this process included.</summary>
/// <param name="Cores">Processor seconds a second.</param>
/// <param name="ProcessorMicroseconds">For each answered request.</param>
/// <param name="AllocatedBytes">For each answered request.</param>
/// <param name="GcPauseShare">The share of the time in which the garbage collector stopped everything.</param>
/// <param name="GcPauseMilliseconds">For each collection.</param>
/// <param name="Gen2Collections">In the whole run.</param>
internal sealed record Usage(
    double Cores, double ProcessorMicroseconds, double AllocatedBytes, double GcPauseShare, double GcPauseMilliseconds, int Gen2Collections);
