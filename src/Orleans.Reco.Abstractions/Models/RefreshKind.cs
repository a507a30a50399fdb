namespace Orleans.Reco;

/// <summary>What a refresh does before the gate.</summary>
public enum RefreshKind
{
    /// <summary>Trains anew on the whole window.</summary>
    Full = 0,

    /// <summary>Goes on from the version in service, for a few passes: minutes instead of hours.</summary>
    Quick = 1,

    /// <summary>Trains nothing: measures a bundle that was made elsewhere.</summary>
    Registered = 2,
}
