namespace Orleans.Reco;

/// <summary>The stages of a refresh, in order.</summary>
public enum RefreshStage
{
    /// <summary>Accepted; nothing done yet.</summary>
    Planned = 0,

    /// <summary>Reading and cleaning the event log.</summary>
    Preparing = 1,

    /// <summary>Training.</summary>
    Training = 2,

    /// <summary>Measuring on the holdout.</summary>
    Evaluating = 3,

    /// <summary>Passed the gate.</summary>
    Gated = 4,

    /// <summary>In the bundle store.</summary>
    Published = 5,

    /// <summary>Being loaded by every silo.</summary>
    Staging = 6,

    /// <summary>Serving a share of the users.</summary>
    Canary = 7,

    /// <summary>In service.</summary>
    Promoted = 8,

    /// <summary>Taken back; its parent serves.</summary>
    RolledBack = 9,

    /// <summary>Ended without a model in service; see the message.</summary>
    Failed = 10,
}
