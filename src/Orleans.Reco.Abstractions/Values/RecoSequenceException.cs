namespace Orleans.Reco;

/// <summary>
/// <c>minSequence</c> is ahead of the user's events: the number was never given out for this user, or the user was erased since.
/// REST answers 409.
/// </summary>
[GenerateSerializer]
[Alias("reco.RecoSequenceException")]
public sealed class RecoSequenceException : Exception
{
    /// <summary>Says what was asked for and what there is.</summary>
    public RecoSequenceException(long wanted, long current)
        : base($"minSequence: {wanted} is ahead of the user's {current} events")
    {
        Wanted = wanted;
        Current = current;
    }

    /// <summary>The number asked for.</summary>
    [Id(0)]
    public long Wanted { get; }

    /// <summary>The user's number.</summary>
    [Id(1)]
    public long Current { get; }
}
