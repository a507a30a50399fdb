using System.Runtime.InteropServices;

namespace Orleans.Reco.LoadTests;

/// <summary>Where a run was made.</summary>
internal sealed record Machine(string Processor, int Cores, long MemoryBytes, string System, string Runtime, bool ServerGc)
{
    private const string ProcessorInfo = "/proc/cpuinfo";

    public static Machine This() => new(
        File.Exists(ProcessorInfo)
            ? File.ReadLines(ProcessorInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown"
            : "unknown",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        global::System.Runtime.GCSettings.IsServerGC);
}
