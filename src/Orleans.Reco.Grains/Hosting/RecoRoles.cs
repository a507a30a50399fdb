namespace Orleans.Reco.Grains;

/// <summary>What a silo does. A silo may have any of them; by default it has all.</summary>
[Flags]
public enum RecoRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>REST and pages.</summary>
    Web = 1,

    /// <summary>User, item and catalog grains.</summary>
    Serving = 2,

    /// <summary>Scoring workers with ONNX sessions.</summary>
    Scoring = 4,

    /// <summary>Trainer grains with libtorch.</summary>
    Training = 8,

    /// <summary>All of them.</summary>
    All = Web | Serving | Scoring | Training,
}
