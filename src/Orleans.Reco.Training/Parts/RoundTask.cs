namespace Orleans.Reco.Training;

/// <summary>One part's way through a round, as seen by its lead.</summary>
internal sealed class RoundTask
{
    private long _runningSince;

    /// <summary>When the part that now works began to, a timestamp; null while there is none, as after its silo was lost.</summary>
    public long? RunningSince
    {
        get => Interlocked.Read(ref _runningSince) is var at and not 0 ? at : null;
        set => Interlocked.Exchange(ref _runningSince, value ?? 0);
    }

    /// <summary>True once it was told to stop.</summary>
    public bool Stopped { get; set; }
}
