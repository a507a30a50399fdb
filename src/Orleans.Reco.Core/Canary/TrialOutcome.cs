namespace Orleans.Reco.Core;

/// <summary>The successes of one user of a canary; the bits are the positions of <see cref="CanaryTest.Metrics"/>.</summary>
[Flags]
public enum TrialOutcome : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>An item of a list was touched.</summary>
    Clicked = 1,

    /// <summary>An item of a list was bought.</summary>
    Bought = 2,

    /// <summary>The first list was scored by the user's version, not by a way out.</summary>
    Answered = 4,

    /// <summary>The first list had items.</summary>
    Filled = 8,

    /// <summary>The first list came in time.</summary>
    Fast = 16,
}
