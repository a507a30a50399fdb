namespace Orleans.Reco.Training;

/// <summary>How far a part is.</summary>
internal enum PartStage
{
    /// <summary>It holds no share: it is new here and must be prepared.</summary>
    Unprepared = 0,

    /// <summary>A content has not been uploaded.</summary>
    NeedsContent = 1,

    /// <summary>It works.</summary>
    Running = 2,

    /// <summary>The result is there.</summary>
    Done = 3,

    /// <summary>It cannot be done here.</summary>
    Failed = 4,
}
