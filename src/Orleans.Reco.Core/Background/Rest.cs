namespace Orleans.Reco.Core;

/// <summary>The rests of work in the background, which keep it to a share of a thread.</summary>
public static class Rest
{
    /// <summary>How long to rest after some work.</summary>
    /// <param name="worked">How long it took.</param>
    /// <param name="share">The share of the time that work may take, (0,1].</param>
    /// <param name="longest">The longest rest: work that was itself held up is no reason to wait for longer.</param>
    public static TimeSpan After(TimeSpan worked, double share, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var rest = worked * ((1 / share) - 1);
        return rest < longest ? rest : longest;
    }
}
