namespace Orleans.Reco.Storage.Tests;

/// <summary>Stops a process at the n-th step of its sealing: that step and all later ones throw, as if nobody were there any more.</summary>
internal sealed class CrashPoint(int step)
{
    private int _steps;

    /// <summary>Whether the crash has come.</summary>
    public bool Reached => Volatile.Read(ref _steps) >= step;

    /// <summary>The probe.</summary>
    public void OnStep(SealStep done)
    {
        if (Interlocked.Increment(ref _steps) >= step)
        {
            throw new IOException($"Crashed after {done}.");
        }
    }
}
