namespace Orleans.Reco.FaultTests;

/// <summary>The memory of a host at a moment.</summary>
/// <param name="Minute">Since the load began.</param>
/// <param name="Host">Its name.</param>
/// <param name="ProcessId">Another one after a restart.</param>
/// <param name="Resident">Bytes in memory, files that are mapped included (VmRSS).</param>
/// <param name="Anonymous">Those of them that no file backs (RssAnon): the managed heap and what native code has allocated.</param>
/// <param name="Heap">Bytes of the managed heap after the last collection.</param>
/// <param name="Committed">Bytes that the managed heap has from the system.</param>
internal sealed record HostSample(double Minute, string Host, int ProcessId, long Resident, long Anonymous, long Heap, long Committed)
{
    /// <summary>What is neither of a file nor of the managed heap.</summary>
    public long Native => Anonymous - Committed;
}
