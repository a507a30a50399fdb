namespace Orleans.Reco;

/// <summary>What a canary's numbers say.</summary>
public enum CanaryVerdict
{
    /// <summary>Neither yet.</summary>
    Hold = 0,

    /// <summary>Its time is over and no loss was found.</summary>
    Promote = 1,

    /// <summary>A loss was found.</summary>
    RollBack = 2,
}
