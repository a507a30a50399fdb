using System.Diagnostics;

namespace Orleans.Reco.Learning;

/// <summary>Tells from the first trial how many may run at once. Native memory counts: it asks the operating system.</summary>
internal sealed class TrialMemory(int limitMegabytes, Func<(long Current, long Peak)> bytes)
{
    private long _before;
    private int? _atOnce;

    /// <summary>True until a trial was measured; until then only one may run.</summary>
    public bool IsUnknown => _atOnce is null && limitMegabytes > 0;

    public static (long Current, long Peak) OfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, process.PeakWorkingSet64);
    }

    public void Begin() => _before = bytes().Current;

    /// <summary>Takes what the process had grown by at most for one trial's need.</summary>
    public void End()
    {
        var growth = Math.Max(1, bytes().Peak - _before);
        _atOnce = (int)Math.Clamp(((limitMegabytes * 1_000_000L) - _before) / growth, 1, 256);
    }

    public int AtOnce(int asked) => limitMegabytes == 0 ? asked : Math.Min(asked, _atOnce ?? 1);
}
